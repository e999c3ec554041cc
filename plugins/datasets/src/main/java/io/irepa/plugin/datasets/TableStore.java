package io.irepa.plugin.datasets;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Rows of Parquet or Arrow files, numbered through. */
final class TableStore implements Store {
  private final List<Shard> shards;
  private final List<Columns> columns = new ArrayList<>();
  private final int[] starts;
  private final Listing listing;

  private TableStore(HuggingFace.Config config, Layout layout, List<Shard> shards)
      throws IOException {
    this.shards = shards;
    this.starts = new int[shards.size()];
    List<String> names = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      starts[i] = names.size();
      Shard shard = shards.get(i);
      columns.add(Columns.of(config, shard.file(), shard.columns()));
      Shard.Scan scan = scan(shard, columns.get(i));
      int missing = scan.labels().indexOf(null);
      if (missing >= 0) {
        throw new IrepaException(
            "%s: there is no label in row %d.".formatted(shard.file(), missing));
      }
      names.addAll(scan.names());
      labels.addAll(scan.labels());
    }
    if (names.isEmpty()) {
      throw new IrepaException(config.path() + " has no rows.");
    }
    Optional<String> label = columns.get(0).label();
    Optional<List<String>> classes =
        config.wanted().givenNames().or(() -> label.flatMap(column -> told(column, layout)));
    this.listing =
        new Labels(classes)
            .listing(
                label.isPresent() ? Optional.of(labels) : Optional.empty(), names, this::place);
  }

  private Optional<List<String>> told(String column, Layout layout) {
    return shards
        .get(0)
        .classNames(column)
        .or(() -> layout.info().flatMap(info -> Features.classNames(info, column)));
  }

  private static Shard.Scan scan(Shard shard, Columns columns) {
    try {
      return shard.scan(columns);
    } catch (IOException e) {
      throw unreadable(shard.file(), IoReason.of(e), e);
    } catch (IrepaException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unreadable(shard.file(), String.valueOf(e.getMessage()), e);
    }
  }

  static IrepaException unreadable(Path file, String reason, Exception cause) {
    return new IrepaException(
        "The file %s cannot be read: %s. Is it whole?".formatted(file, reason), cause);
  }

  /**
   * Opens the files, and reads their labels.
   *
   * @throws IrepaException if one is damaged, or lacks what is wanted
   */
  static TableStore open(HuggingFace.Config config) {
    Layout layout = Layout.of(config.path(), config.split());
    List<Shard> shards = new ArrayList<>();
    boolean whole = false;
    try {
      PartCache cache = new PartCache((long) config.cache() << 20);
      for (Path file : layout.files()) {
        shards.add(
            file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet")
                ? ParquetShard.open(file, cache)
                : ArrowShard.open(file));
      }
      TableStore store = new TableStore(config, layout, shards);
      whole = true;
      return store;
    } catch (IOException e) {
      throw new IrepaException(
          "The rows of %s cannot be read: %s.".formatted(config.path(), IoReason.of(e)), e);
    } finally {
      if (!whole) {
        closeAll(shards);
      }
    }
  }

  private static void closeAll(List<Shard> shards) {
    for (Shard shard : shards) {
      shard.close();
    }
  }

  @Override
  public Listing listing() {
    return listing;
  }

  private int shardOf(int row) {
    int found = Arrays.binarySearch(starts, row);
    int shard = found >= 0 ? found : -found - 2;
    while (shard + 1 < starts.length && starts[shard + 1] == row) {
      shard++; // past files without rows
    }
    return shard;
  }

  @Override
  public String place(int row) {
    int shard = shardOf(row);
    return "%s: row %d".formatted(shards.get(shard).file(), row - starts[shard]);
  }

  private Cell cell(int row, boolean image) throws IOException {
    int shard = shardOf(row);
    Columns all = columns.get(shard);
    Columns.Column column = (image ? all.image() : all.latents()).orElseThrow();
    try {
      return shards
          .get(shard)
          .cell(column, row - starts[shard])
          .orElseThrow(
              () ->
                  new IOException(
                      image ? "there are no bytes of an image" : "there are no latents"));
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(place(row), IoReason.of(e)), e);
    } catch (RuntimeException e) {
      // The readers answer some damage with exceptions about array bounds and the like.
      throw new IOException("%s: it cannot be read (%s)".formatted(place(row), e), e);
    }
  }

  @Override
  public Picture picture(int row, float background) throws IOException {
    return Picture.decode(image(row), place(row), background);
  }

  private byte[] image(int row) throws IOException {
    return cell(row, true).bytes();
  }

  @Override
  public float[] latents(int row) throws IOException {
    Cell cell = cell(row, false);
    try {
      return cell.array();
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(place(row), e.getMessage()), e);
    }
  }

  @Override
  public long stamp(int row) throws IOException {
    Path file = shards.get(shardOf(row)).file();
    return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS) ^ Files.size(file) << 20;
  }

  @Override
  public void close() {
    closeAll(shards);
  }
}
