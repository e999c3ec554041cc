package io.irepa.cache;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.compose.Composer;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfig.AlignmentConfig;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.AutoencoderUse;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import io.irepa.spi.TargetNorm;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
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
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Makes the caches of a run: what is there and right stays, the rest is encoded. */
public final class CacheBuilder {
  private static final AutoencoderUse ENCODER =
      AutoencoderUse.FROZEN.withSides(Set.of(AutoencoderUse.Side.ENCODER));

  private final RunConfig run;
  private final NDManager manager;
  private final int batch;
  private final Consumer<String> note;

  /**
   * What became of a cache.
   *
   * @param folder of the cache
   * @param kept images of which all was there
   * @param encoded images that were encoded now
   * @param unread images that cannot be read
   * @param error what rounding does to some of what was encoded now (features: the most that a
   *     cosine loss can change by; latents: root mean square over their deviation); empty if
   *     nothing was
   * @param finished whether it is whole
   */
  public record Result(
      Path folder, long kept, long encoded, long unread, OptionalDouble error, boolean finished) {}

  /**
   * @param run has caches
   * @param manager of the device that encodes
   * @param batch images at once
   * @param note takes lines for people
   */
  public CacheBuilder(RunConfig run, NDManager manager, int batch, Consumer<String> note) {
    this.run = run;
    this.manager = manager;
    this.batch = batch;
    this.note = note;
  }

  /**
   * Makes the caches of encoders' tokens, one after the other. Alignments that differ in nothing
   * that matters share one.
   *
   * @param stop asked between batches
   * @throws IrepaException if an encoder, the data or the disk fails
   */
  public List<Result> features(BooleanSupplier stop) {
    Composer composer = new Composer(run, manager);
    List<Result> results = new ArrayList<>();
    try (DataSource source = composer.create(run.data().orElseThrow(), "data", Map.of())) {
      Map<Path, AlignmentConfig> caches = new LinkedHashMap<>();
      run.alignment()
          .forEach(one -> caches.putIfAbsent(CacheKey.features(run, one, source).folder(), one));
      for (AlignmentConfig alignment : caches.values()) {
        if (results.stream().allMatch(Result::finished)) {
          Encoder encoder =
              composer.create(
                  alignment.encoder().orElseThrow(), "encoder." + results.size(), Map.of());
          TargetNorm norm = composer.create(alignment.norm(), "norm." + results.size(), Map.of());
          CacheKey key = CacheKey.features(run, alignment, source);
          LossError error = new LossError(key.layout().codec(), key.layout().grid(), norm, manager);
          results.add(build(key, new Features(encoder, error), source, stop));
        }
      }
    }
    return results;
  }

  /**
   * Makes the cache of latents.
   *
   * @param stop asked between batches
   * @throws IrepaException if the autoencoder, the data or the disk fails
   */
  public Result latents(BooleanSupplier stop) {
    Composer composer = new Composer(run, manager);
    try (DataSource source = composer.create(run.data().orElseThrow(), "data", Map.of())) {
      CacheKey key = CacheKey.latents(run, source);
      Autoencoder autoencoder = composer.autoencoder(ENCODER);
      return build(
          key,
          new Latents(
              autoencoder,
              fingerprint(autoencoder, composer.parameters()),
              run.latents().orElseThrow().content(),
              run.seed(),
              key.layout().codec()),
          source,
          stop);
    }
  }

  /** The autoencoder's own, and a checksum of its parameters, wherever they come from. */
  private static String fingerprint(Autoencoder autoencoder, Map<String, Parameters> all) {
    CRC32C sum = new CRC32C();
    Parameters parameters = all.get("autoencoder");
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      for (NDArray array : parameters.all().values()) {
        float[] values = array.toType(DataType.FLOAT32, false).toFloatArray();
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        bytes.asFloatBuffer().put(values);
        sum.update(bytes);
      }
    }
    return "%s, parameters %08x".formatted(autoencoder.fingerprint(), sum.getValue());
  }

  private Result build(CacheKey key, Content content, DataSource source, BooleanSupplier stop) {
    Path folder = key.folder();
    CacheKind kind = key.layout().kind();
    try {
      Files.createDirectories(folder);
      try (FileChannel lock =
              FileChannel.open(
                  folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          ReadAhead images = new ReadAhead(source, batch)) {
        lock(lock, key);
        if (!Manifest.of(folder).isOf(content.fingerprint())) {
          removeShards(key);
        }
        Manifest.write(key, content.fingerprint());
        return new ShardMaker(folder, key.layout(), content, manager, images, note).all(stop);
      }
    } catch (IOException e) {
      throw new IrepaException(
          "The cached %s in %s cannot be written: %s. What is whole stays; the same command goes on."
              .formatted(kind.cached(), folder, IoReason.of(e)),
          e);
    }
  }

  private static void lock(FileChannel channel, CacheKey key) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held within this process: as if by another.
    }
    if (lock == null) {
      throw new IrepaException(
          "Another process writes the cached %s in %s. Wait for it."
              .formatted(key.layout().kind().cached(), key.folder()));
    }
  }

  private void removeShards(CacheKey key) throws IOException {
    note.accept(
        "The %s's fingerprint has changed: %s is made anew."
            .formatted(key.layout().kind().network(), key.folder()));
    Manifest.remove(key.folder());
    try (var files = Files.newDirectoryStream(key.folder(), "shard-*")) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }
}
