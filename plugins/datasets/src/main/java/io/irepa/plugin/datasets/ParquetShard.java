package io.irepa.plugin.datasets;

import io.irepa.IoReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.filter2.columnindex.RowRanges;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.internal.filter2.columnindex.ColumnIndexStore;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * A Parquet file, of which parts are read: a page's rows where the file says where its pages lie, a
 * row group otherwise.
 */
final class ParquetShard implements Shard {
  private final Path file;
  private final ParquetMetadata footer;
  private final MessageType schema;
  private final PartCache cache;

  /** Parts of each row group by their first row of the file, for the column that is read. */
  private final TreeMap<Integer, Part> parts = new TreeMap<>();

  /** Pages by row group, of files that have no index of them. */
  private final Map<Integer, OffsetIndex> scanned = new HashMap<>();

  /**
   * Rows that are read together.
   *
   * @param shard tells files apart in a cache
   * @param column that is read
   * @param group number of the row group
   * @param from first row in the group
   * @param count of rows
   * @param whole whether these are all rows of the group
   */
  private record Part(Path shard, String column, int group, long from, long count, boolean whole) {}

  private ParquetShard(Path file, ParquetMetadata footer, PartCache cache) {
    this.file = file;
    this.footer = footer;
    this.schema = footer.getFileMetaData().getSchema();
    this.cache = cache;
  }

  /**
   * Reads the footer.
   *
   * @throws io.irepa.IrepaException if it is damaged or no Parquet file
   */
  static ParquetShard open(Path file, PartCache cache) {
    try (ParquetFileReader reader = new ParquetFileReader(new LocalInputFile(file), options())) {
      return new ParquetShard(file, reader.getFooter(), cache);
    } catch (IOException e) {
      throw TableStore.unreadable(file, IoReason.of(e), e);
    } catch (RuntimeException e) {
      throw TableStore.unreadable(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static ParquetReadOptions options() {
    return ParquetReadOptions.builder(new PlainParquetConfiguration())
        .withCodecFactory(new ParquetCodecs())
        .build();
  }

  private ParquetFileReader reader(MessageType projection) throws IOException {
    LocalInputFile input = new LocalInputFile(file);
    ParquetFileReader reader = new PagedReader(input, footer, input.newStream());
    reader.setRequestedSchema(projection);
    return reader;
  }

  /** Knows where the pages lie, whether the file has an index of them or not. */
  private final class PagedReader extends ParquetFileReader {
    PagedReader(LocalInputFile input, ParquetMetadata footer, SeekableInputStream in)
        throws IOException {
      super(input, footer, options(), in);
    }

    @Override
    public ColumnIndexStore getColumnIndexStore(int group) {
      OffsetIndex index = scanned.get(group);
      return index == null ? super.getColumnIndexStore(group) : new OneColumn(index);
    }
  }

  /** The index of the only column that is read. */
  private record OneColumn(OffsetIndex index) implements ColumnIndexStore {
    @Override
    public ColumnIndex getColumnIndex(ColumnPath column) {
      return null; // No statistics, as the interface has it.
    }

    @Override
    public OffsetIndex getOffsetIndex(ColumnPath column) {
      return index;
    }
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public List<String> columns() {
    return schema.getFields().stream().map(Type::getName).toList();
  }

  @Override
  public int rows() {
    return (int) footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
  }

  @Override
  public Optional<List<String>> classNames(String column) {
    return Features.classNames(footer.getFileMetaData().getKeyValueMetaData(), column);
  }

  @Override
  public Scan scan(Columns columns) throws IOException {
    List<Type> fields = new ArrayList<>();
    columns.label().ifPresent(label -> fields.add(scalar(label)));
    Optional<Type> name =
        columns.image().flatMap(image -> inner(schema.getType(image.name()), "path"));
    name.ifPresent(fields::add);
    boolean several = columns.image().isPresent() && columns.latents().isPresent();
    columns.image().or(columns::latents).ifPresent(column -> divide(column, !several));
    List<String> labels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    if (!fields.isEmpty()) {
      int labelled = columns.label().isPresent() ? 1 : 0;
      MessageType projection = new MessageType(schema.getName(), fields);
      try (ParquetFileReader reader = reader(projection)) {
        for (int group = 0; group < footer.getBlocks().size(); group++) {
          PageReadStore pages = reader.readRowGroup(group);
          RecordReader<ParquetRow> rows = records(projection, pages);
          for (long i = 0; i < pages.getRowCount(); i++) {
            ParquetRow row = rows.read();
            if (labelled == 1) {
              labels.add(row.text(0).orElse(null));
            }
            names.add(name.isPresent() ? row.text(labelled).orElse("") : "");
          }
        }
      }
    } else {
      for (int i = rows(); i > 0; i--) {
        names.add("");
      }
    }
    columns.latents().ifPresent(latents -> projection(latents));
    return new Scan(labels, names);
  }

  private Type scalar(String column) {
    Type type = schema.getType(column);
    if (!type.isPrimitive()
        || type.isRepetition(Type.Repetition.REPEATED)
        || List.of(PrimitiveTypeName.FLOAT, PrimitiveTypeName.DOUBLE, PrimitiveTypeName.INT96)
            .contains(type.asPrimitiveType().getPrimitiveTypeName())) {
      throw Columns.unreadable(file, column, type.toString(), "a label is an integer or a name");
    }
    return type;
  }

  /** A part of a structure, alone in it. */
  private static Optional<Type> inner(Type type, String part) {
    if (type.isPrimitive() || !type.asGroupType().containsField(part)) {
      return Optional.empty();
    }
    GroupType group = type.asGroupType();
    return Optional.of(group.withNewFields(group.getType(part)));
  }

  /** The column's values alone: of an image, its bytes. */
  private MessageType projection(Columns.Column column) {
    Type type = schema.getType(column.name());
    Type read = type;
    if (column.kind() == Columns.Kind.IMAGE) {
      read = inner(type, "bytes").orElse(type);
      Type bytes = read.isPrimitive() ? read : read.asGroupType().getType(0);
      if (!isBytes(bytes)) {
        throw Columns.unreadable(
            file, column.name(), type.toString(), "an image's column has bytes, or bytes and path");
      }
    } else if (leaves(type) != 1) {
      throw Columns.unreadable(
          file,
          column.name(),
          type.toString(),
          "latents are lists of numbers, or the bytes of npy files");
    }
    return new MessageType(schema.getName(), read);
  }

  private static boolean isBytes(Type type) {
    return type.isPrimitive()
        && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }

  private static int leaves(Type type) {
    return type.isPrimitive()
        ? 1
        : type.asGroupType().getFields().stream().mapToInt(ParquetShard::leaves).sum();
  }

  private static RecordReader<ParquetRow> records(MessageType projection, PageReadStore pages) {
    return new ColumnIOFactory()
        .getColumnIO(projection)
        .getRecordReader(pages, new ParquetRow(projection));
  }

  /**
   * Notes which rows lie in a page together.
   *
   * @param alone whether no other column is read by the same parts
   */
  private void divide(Columns.Column column, boolean alone) {
    MessageType projection = projection(column);
    String[] path = projection.getPaths().get(0);
    boolean scannable = alone && projection.getMaxRepetitionLevel(path) == 0;
    try (ParquetFileReader reader = reader(projection);
        SeekableInputStream in = new LocalInputFile(file).newStream()) {
      int row = 0;
      for (int group = 0; group < footer.getBlocks().size(); group++) {
        BlockMetaData block = footer.getBlocks().get(group);
        OffsetIndex index = null;
        for (ColumnChunkMetaData chunk : block.getColumns()) {
          if (Arrays.equals(chunk.getPath().toArray(), path)) {
            index = reader.readOffsetIndex(chunk);
            if (index == null && scannable) {
              index = ScannedPages.of(in, chunk, block.getRowCount());
              scanned.put(group, index);
            }
          }
        }
        row = divide(column, group, block.getRowCount(), Optional.ofNullable(index), row);
      }
    } catch (IOException e) {
      throw TableStore.unreadable(file, IoReason.of(e), e);
    }
  }

  private int divide(
      Columns.Column column, int group, long rows, Optional<OffsetIndex> index, int start) {
    int pages = index.map(OffsetIndex::getPageCount).orElse(1);
    for (int page = 0; page < pages; page++) {
      long from = index.isPresent() ? index.get().getFirstRowIndex(page) : 0;
      long to = index.isPresent() ? index.get().getLastRowIndex(page, rows) + 1 : rows;
      parts.put(
          (int) (start + from), new Part(file, column.name(), group, from, to - from, pages == 1));
    }
    return (int) (start + rows);
  }

  @Override
  public Optional<Cell> cell(Columns.Column column, int row) throws IOException {
    int start = parts.floorKey(row);
    Part place = parts.get(start);
    Part part =
        new Part(file, column.name(), place.group(), place.from(), place.count(), place.whole());
    return cache.get(part, () -> read(part, projection(column))).get(row - start);
  }

  private List<Optional<Cell>> read(Part part, MessageType projection) throws IOException {
    try (ParquetFileReader reader = reader(projection)) {
      PageReadStore pages = part.whole() ? reader.readRowGroup(part.group()) : page(reader, part);
      RecordReader<ParquetRow> rows = records(projection, pages);
      List<Optional<Cell>> cells = new ArrayList<>((int) part.count());
      for (long i = 0; i < part.count(); i++) {
        cells.add(rows.read().cell());
      }
      return cells;
    }
  }

  private static PageReadStore page(ParquetFileReader reader, Part part) throws IOException {
    RowRanges rows =
        RowRanges.builder().addSelectedRange(part.from(), part.from() + part.count() - 1).build();
    return reader.readFilteredRowGroup(part.group(), rows);
  }

  @Override
  public void close() {}
}
