package io.irepa.plugin.datasets;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VariableWidthFieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/** An Arrow file of record batches. */
final class ArrowShard implements Shard {
  private final Path file;
  private final ArrowBatches batches;

  /** Batches by their first rows. */
  private final TreeMap<Integer, VectorSchemaRoot> starts = new TreeMap<>();

  private int rows;

  private ArrowShard(Path file, ArrowBatches batches) {
    this.file = file;
    this.batches = batches;
    for (VectorSchemaRoot batch : batches.all()) {
      if (batch.getRowCount() > 0) {
        starts.put(rows, batch);
        rows += batch.getRowCount();
      }
    }
  }

  /**
   * Maps the file and reads the batches' headers.
   *
   * @throws IrepaException if it is damaged or no Arrow file
   */
  static ArrowShard open(Path file) {
    try {
      return new ArrowShard(file, ArrowBatches.map(file));
    } catch (IOException e) {
      throw TableStore.unreadable(file, IoReason.of(e), e);
    } catch (IrepaException e) {
      throw e;
    } catch (RuntimeException e) {
      throw TableStore.unreadable(file, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Path file() {
    return file;
  }

  @Override
  public List<String> columns() {
    return batches.schema().getFields().stream().map(Field::getName).toList();
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public Optional<List<String>> classNames(String column) {
    return Features.classNames(batches.schema().getCustomMetadata(), column);
  }

  @Override
  public Scan scan(Columns columns) {
    List<String> labels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (VectorSchemaRoot batch : starts.values()) {
      columns.label().ifPresent(label -> addLabels(batch, label, labels));
      columns.image().ifPresent(image -> checkImage(batch, image.name()));
      columns.latents().ifPresent(latents -> checkLatents(batch, latents.name()));
      Optional<FieldVector> paths =
          columns
              .image()
              .map(image -> batch.getVector(image.name()))
              .map(image -> ArrowValues.part(image, "path"))
              .filter(path -> path.getName().equals("path") && ArrowValues.hasTexts(path));
      for (int row = 0; row < batch.getRowCount(); row++) {
        int at = row;
        names.add(paths.flatMap(path -> ArrowValues.text(path, at)).orElse(""));
      }
    }
    return new Scan(labels, names);
  }

  private void addLabels(VectorSchemaRoot batch, String column, List<String> labels) {
    FieldVector vector = batch.getVector(column);
    if (!ArrowValues.hasTexts(vector)) {
      throw Columns.unreadable(
          file, column, vector.getField().getType().toString(), "a label is an integer or a name");
    }
    for (int row = 0; row < batch.getRowCount(); row++) {
      labels.add(ArrowValues.text(vector, row).orElse(null));
    }
  }

  private void checkImage(VectorSchemaRoot batch, String column) {
    FieldVector vector = batch.getVector(column);
    if (!(ArrowValues.part(vector, "bytes") instanceof VariableWidthFieldVector)) {
      throw Columns.unreadable(
          file,
          column,
          vector.getField().getType().toString(),
          "an image's column has bytes, or bytes and path");
    }
  }

  private void checkLatents(VectorSchemaRoot batch, String column) {
    FieldVector vector = batch.getVector(column);
    if (!ArrowValues.hasNumbers(vector) && !(vector instanceof VariableWidthFieldVector)) {
      throw Columns.unreadable(
          file,
          column,
          vector.getField().getType().toString(),
          "latents are lists of numbers, or the bytes of npy files");
    }
  }

  @Override
  public Optional<Cell> cell(Columns.Column column, int row) {
    Map.Entry<Integer, VectorSchemaRoot> batch = starts.floorEntry(row);
    FieldVector vector = batch.getValue().getVector(column.name());
    if (column.kind() == Columns.Kind.IMAGE) {
      vector = ArrowValues.part(vector, "bytes");
    }
    return ArrowValues.cell(vector, row - batch.getKey());
  }

  @Override
  public void close() {
    batches.close();
  }
}
