package io.irepa.plugin.datasets;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndexBuilder;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Where the pages of a column lie, from the pages' own headers: older files have no index of them.
 */
final class ScannedPages {
  private static final int AHEAD = 8192;

  private ScannedPages() {}

  /**
   * Reads the headers of a column without repetition.
   *
   * @param rows of the row group
   * @throws IOException if the pages are not those of so many rows
   */
  static OffsetIndex of(SeekableInputStream in, ColumnChunkMetaData chunk, long rows)
      throws IOException {
    OffsetIndexBuilder pages = OffsetIndexBuilder.getBuilder();
    long at = chunk.getStartingPos();
    long end = at + chunk.getTotalSize();
    long row = 0;
    while (row < rows && at < end) {
      in.seek(at);
      Counted header = new Counted(new BufferedInputStream(in, AHEAD));
      PageHeader page = Util.readPageHeader(header);
      long size = header.count + page.getCompressed_page_size();
      if (page.getType() == PageType.DATA_PAGE) {
        pages.add(at, Math.toIntExact(size), row);
        row += page.getData_page_header().getNum_values();
      } else if (page.getType() == PageType.DATA_PAGE_V2) {
        pages.add(at, Math.toIntExact(size), row);
        row += page.getData_page_header_v2().getNum_rows();
      }
      at += size;
    }
    if (row != rows) {
      throw new IOException("a row group has pages of %d rows, not of %d".formatted(row, rows));
    }
    return pages.build();
  }

  /** Counts what is read. */
  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
