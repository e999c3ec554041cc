package io.irepa.cache;

import io.irepa.IoReason;
import io.irepa.config.CacheConfig;
import io.irepa.config.CacheConfig.Format;
import io.irepa.config.Chosen;
import io.irepa.config.LatentsConfig;
import io.irepa.config.LatentsConfig.Content;
import io.irepa.config.Names;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfig.AlignmentConfig;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import io.irepa.spi.Grid;
import io.irepa.spi.LatentShape;
import io.irepa.spi.TokenShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a cache depends on, as far as it is known without loading the network that makes it: its
 * folder is named for it.
 */
final class CacheKey {
  private static final int VERSION = 2;
  private static final int NAME_BYTES = 8;

  private final Map<String, String> values = new LinkedHashMap<>();
  private final CacheLayout layout;
  private final Path folder;
  private final boolean recomputes;

  /**
   * What is asked for.
   *
   * @param own what only this kind of cache depends on
   * @param both whether mirrored images are kept too
   * @param recomputes whether mirrored images are left to the network
   */
  private record Wanted(
      CacheKind kind,
      Chosen<?> network,
      Map<String, String> own,
      RowCodec codec,
      Grid grid,
      boolean both,
      boolean recomputes,
      Path root,
      int shard) {}

  private CacheKey(RunConfig run, DataSource source, Wanted wanted) {
    DataSource.Shaped data = data(run);
    int orientations = data.flips() ? 2 : 1;
    int stored = wanted.both() ? orientations : 1;
    values.put("layout", "" + VERSION);
    values.putAll(ComponentText.of(wanted.kind().network(), wanted.network()));
    values.put("computed-in", run.precision().name());
    values.putAll(wanted.own());
    values.put("precision", Names.kebab(wanted.codec().format().name()));
    values.put("orientations", stored + " of " + orientations);
    values.put("resolution", "" + data.resolution());
    values.put("examples", "" + source.size());
    values.put("classes", hex(sha(String.join("\n", source.classes()))));
    byte[] sha = sha(text());
    this.folder = wanted.root().resolve(wanted.network().component().type() + "-" + hex(sha));
    this.recomputes = wanted.recomputes();
    int shard = shard(wanted.kind(), CacheLayout.shard(wanted.shard(), wanted.codec(), stored));
    this.layout =
        new CacheLayout(
            wanted.kind(),
            wanted.codec(),
            wanted.grid(),
            orientations,
            stored,
            source.size(),
            shard,
            ByteBuffer.wrap(sha).getLong());
  }

  /**
   * The key of an encoder's tokens. Reads the encoder's files through.
   *
   * @param alignment has a cache and an encoder
   */
  static CacheKey features(RunConfig run, AlignmentConfig alignment, DataSource source) {
    CacheConfig cache = alignment.cache().orElseThrow();
    Chosen<Encoder> encoder = alignment.encoder().orElseThrow();
    TokenShape shape = encoder.settings(Encoder.Shaped.class).orElseThrow().tokens();
    return new CacheKey(
        run,
        source,
        new Wanted(
            CacheKind.FEATURES,
            encoder,
            Map.of("tokens", shape.grid() + " of width " + shape.width()),
            new RowCodec(cache.precision(), shape.grid().size(), shape.width()),
            shape.grid(),
            cache.flips() == CacheConfig.Flips.STORED,
            CachedSource.recomputes(run, alignment),
            cache.path(),
            cache.shard()));
  }

  /**
   * The key of an autoencoder's latents. Reads its files through.
   *
   * @param run has a cache of latents
   */
  static CacheKey latents(RunConfig run, DataSource source) {
    LatentsConfig cache = run.latents().orElseThrow();
    LatentShape shape =
        run.autoencoder().settings(Autoencoder.Shaped.class).orElseThrow().latents();
    boolean moments = cache.content() == Content.MOMENTS;
    int channels = moments ? 2 * shape.channels() : shape.channels();
    int side = data(run).resolution() / shape.factor();
    Map<String, String> own = new LinkedHashMap<>();
    own.put("content", Names.kebab(cache.content().name()));
    own.put("latents", "%dx%dx%d".formatted(shape.channels(), side, side));
    if (!moments || !ComponentText.namesFiles(run.autoencoder())) {
      own.put("seed", "" + run.seed()); // of the samples, or of the autoencoder's initial values
    }
    return new CacheKey(
        run,
        source,
        new Wanted(
            CacheKind.LATENTS,
            run.autoencoder(),
            own,
            new RowCodec(Format.valueOf(cache.precision().name()), channels, side * side),
            new Grid(side, side),
            cache.flips() == LatentsConfig.Flips.STORED,
            CachedSource.recomputesLatents(run),
            cache.path(),
            cache.shard()));
  }

  private static DataSource.Shaped data(RunConfig run) {
    return run.data().orElseThrow().settings(DataSource.Shaped.class).orElseThrow();
  }

  /** A cache that is there keeps the size of its files. */
  private int shard(CacheKind kind, int wanted) {
    try {
      return Manifest.shard(folder, wanted);
    } catch (IOException e) {
      throw kind.damaged(folder, IoReason.of(e));
    }
  }

  /** One value a line. */
  String text() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue() + "\n")
        .collect(Collectors.joining());
  }

  Map<String, String> values() {
    return values;
  }

  CacheLayout layout() {
    return layout;
  }

  /** Whether mirrored images are left to the network. */
  boolean recomputes() {
    return recomputes;
  }

  Path folder() {
    return folder;
  }

  private static byte[] sha(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  private static String hex(byte[] sha) {
    return HexFormat.of().formatHex(sha, 0, NAME_BYTES);
  }
}
