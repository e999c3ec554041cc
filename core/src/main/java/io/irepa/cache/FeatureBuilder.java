package io.irepa.cache;

import ai.djl.ndarray.NDManager;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import io.irepa.compose.Composer;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfig.AlignmentConfig;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import io.irepa.spi.TargetNorm;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Makes the caches of a run: what is there and right stays, the rest is encoded. */
public final class FeatureBuilder {
  private final RunConfig run;
  private final NDManager manager;
  private final int batch;
  private final Consumer<String> note;

  /**
   * What became of a cache.
   *
   * @param folder of the cache
   * @param kept images whose tokens were there
   * @param encoded images whose tokens are made anew
   * @param unread images that cannot be read
   * @param lossError the most that rounding can change a cosine loss by, on some of what was
   *     encoded now; empty if nothing was
   * @param finished whether it is whole
   */
  public record Result(
      Path folder,
      long kept,
      long encoded,
      long unread,
      OptionalDouble lossError,
      boolean finished) {}

  /**
   * @param run has caches
   * @param manager of the device that encodes
   * @param batch images at once
   * @param note takes lines for people
   */
  public FeatureBuilder(RunConfig run, NDManager manager, int batch, Consumer<String> note) {
    this.run = run;
    this.manager = manager;
    this.batch = batch;
    this.note = note;
  }

  /**
   * Makes one cache after the other. Alignments that differ in nothing that matters share one.
   *
   * @param stop asked between batches
   * @throws IrepaException if an encoder, the data or the disk fails
   */
  public List<Result> build(BooleanSupplier stop) {
    Composer composer = new Composer(run, manager);
    List<Result> results = new ArrayList<>();
    try (DataSource source = composer.create(run.data().orElseThrow(), "data", Map.of())) {
      Map<Path, AlignmentConfig> caches = new LinkedHashMap<>();
      run.alignment()
          .forEach(one -> caches.putIfAbsent(new CacheKey(run, one, source).folder(), one));
      for (AlignmentConfig alignment : caches.values()) {
        if (results.stream().allMatch(Result::finished)) {
          Encoder encoder =
              composer.create(
                  alignment.encoder().orElseThrow(), "encoder." + results.size(), Map.of());
          TargetNorm norm = composer.create(alignment.norm(), "norm." + results.size(), Map.of());
          results.add(build(new CacheKey(run, alignment, source), encoder, norm, source, stop));
        }
      }
    }
    return results;
  }

  private Result build(
      CacheKey key, Encoder encoder, TargetNorm norm, DataSource source, BooleanSupplier stop) {
    Path folder = key.folder();
    try {
      Files.createDirectories(folder);
      try (FileChannel lock =
              FileChannel.open(
                  folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          ReadAhead images = new ReadAhead(source, batch)) {
        lock(lock, folder);
        boolean same = sameEncoder(folder, encoder);
        if (!same) {
          removeShards(folder);
        }
        WholeFile.write(
            folder.resolve(FeatureCache.MANIFEST),
            key.text() + FeatureCache.FINGERPRINT + ": " + line(encoder) + "\n");
        CacheLayout layout = key.layout();
        LossError error = new LossError(layout.codec(), layout.grid(), norm, manager);
        return new ShardMaker(folder, layout, encoder, error, manager, images, note).all(stop);
      }
    } catch (IOException e) {
      throw new IrepaException(
          "The cached features in %s cannot be written: %s. What is whole stays; the same command goes on."
              .formatted(folder, IoReason.of(e)),
          e);
    }
  }

  private static void lock(FileChannel channel, Path folder) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held within this process: as if by another.
    }
    if (lock == null) {
      throw new IrepaException(
          "Another process writes the cached features in %s. Wait for it.".formatted(folder));
    }
  }

  private static String line(Encoder encoder) {
    return encoder.fingerprint().replaceAll("\\s+", " ");
  }

  /** Whether what is there comes from the encoder as it is: a plugin's new version may differ. */
  private static boolean sameEncoder(Path folder, Encoder encoder) throws IOException {
    Path manifest = folder.resolve(FeatureCache.MANIFEST);
    return !Files.exists(manifest)
        || line(encoder).equals(FeatureCache.read(manifest).get(FeatureCache.FINGERPRINT));
  }

  private void removeShards(Path folder) throws IOException {
    note.accept("The encoder's fingerprint has changed: " + folder + " is made anew.");
    Files.delete(folder.resolve(FeatureCache.MANIFEST));
    try (var files = Files.newDirectoryStream(folder, "shard-*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
