package io.irepa.plugin.datasets;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Rows of one Parquet or Arrow file; any thread may read. */
interface Shard extends Closeable {
  Path file();

  /** Names of its columns. */
  List<String> columns();

  /** How many rows there are. */
  int rows();

  /**
   * What tells rows apart without their images.
   *
   * @param labels text of each row's label; null where there is none; empty if none is wanted
   * @param names of the images' files; empty strings where there is none
   */
  record Scan(List<String> labels, List<String> names) {}

  /**
   * Reads labels and names through.
   *
   * @param columns those without a label leave the labels empty
   */
  Scan scan(Columns columns) throws IOException;

  /** What is stored in a row; empty if it is null. */
  Optional<Cell> cell(Columns.Column column, int row) throws IOException;

  @Override
  void close();

  /** Names of the classes of a column, if the file tells them. */
  Optional<List<String>> classNames(String column);
}
