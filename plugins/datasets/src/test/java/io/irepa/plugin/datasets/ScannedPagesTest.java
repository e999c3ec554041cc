package io.irepa.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.irepa.layouts.ParquetLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On files that have an index, which the pages' headers must tell, too. */
final class ScannedPagesTest {
  @TempDir private Path folder;

  private static List<List<Long>> places(OffsetIndex index) {
    return IntStream.range(0, index.getPageCount())
        .mapToObj(
            page ->
                List.of(
                    index.getOffset(page),
                    (long) index.getCompressedPageSize(page),
                    index.getFirstRowIndex(page)))
        .toList();
  }

  private ParquetFileReader reader(Path file) throws IOException {
    return new ParquetFileReader(
        new LocalInputFile(file),
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .build());
  }

  private Path file() throws IOException {
    ParquetLayout.write(folder, Fixtures.emoji(2, 20), 40, 12);
    return folder.resolve("data/train-00000-of-00001.parquet");
  }

  @Test
  void theHeadersTellWhatTheIndexTells() throws IOException {
    Path file = file();
    int pages = 0;
    try (ParquetFileReader reader = reader(file);
        SeekableInputStream in = new LocalInputFile(file).newStream()) {
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        for (ColumnChunkMetaData chunk : block.getColumns()) {
          OffsetIndex index = reader.readOffsetIndex(chunk);
          pages += index.getPageCount();
          assertThat(places(ScannedPages.of(in, chunk, block.getRowCount())))
              .as("pages of %s", chunk.getPath())
              .isEqualTo(places(index));
        }
      }
    }
    assertThat(pages).as("pages in all, several a column and group").isGreaterThan(4 * 3);
  }

  @Test
  void pagesOfOtherRowsThanTheGroupsAreDamage() throws IOException {
    Path file = file();
    try (ParquetFileReader reader = reader(file);
        SeekableInputStream in = new LocalInputFile(file).newStream()) {
      BlockMetaData block = reader.getFooter().getBlocks().get(0);
      ColumnChunkMetaData chunk = block.getColumns().get(0);
      assertThatThrownBy(() -> ScannedPages.of(in, chunk, block.getRowCount() + 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("pages of 12 rows, not of 13");
    }
  }
}
