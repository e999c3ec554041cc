package io.irepa.cache;

import io.irepa.config.CacheConfig;
import io.irepa.config.CacheConfig.Flips;
import io.irepa.config.Chosen;
import io.irepa.config.Names;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfig.AlignmentConfig;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import io.irepa.spi.TokenShape;
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
 * What tokens depend on, as far as it is known without loading the encoder: a cache's folder is
 * named for it.
 */
final class CacheKey {
  private static final int VERSION = 1;
  private static final int NAME_BYTES = 8;

  private final Map<String, String> values = new LinkedHashMap<>();
  private final CacheLayout layout;
  private final Path folder;
  private final boolean recomputes;

  /**
   * Reads the encoder's files through.
   *
   * @param alignment has a cache and an encoder
   */
  CacheKey(RunConfig run, AlignmentConfig alignment, DataSource source) {
    CacheConfig cache = alignment.cache().orElseThrow();
    Chosen<Encoder> encoder = alignment.encoder().orElseThrow();
    TokenShape shape = encoder.settings(Encoder.Shaped.class).orElseThrow().tokens();
    TokenCodec codec = new TokenCodec(cache.precision(), shape.grid().size(), shape.width());
    DataSource.Shaped data =
        run.data().orElseThrow().settings(DataSource.Shaped.class).orElseThrow();
    int stored = data.flips() && cache.flips() == Flips.STORED ? 2 : 1;
    int shard = CacheLayout.shard(cache.shard(), codec, stored);
    values.put("layout", "" + VERSION);
    values.putAll(EncoderText.of(encoder));
    values.put("computed-in", run.precision().name());
    values.put("tokens", shape.grid() + " of width " + shape.width());
    values.put("precision", Names.kebab(cache.precision().name()));
    values.put("orientations", stored + " of " + (data.flips() ? 2 : 1));
    values.put("resolution", "" + data.resolution());
    values.put("examples", "" + source.size());
    values.put("classes", hex(sha(String.join("\n", source.classes()))));
    values.put("shard", "" + shard);
    this.recomputes = CachedSource.recomputes(run, alignment);
    byte[] sha = sha(text());
    this.folder = cache.path().resolve(encoder.component().type() + "-" + hex(sha));
    this.layout =
        new CacheLayout(
            codec,
            shape.grid(),
            data.flips() ? 2 : 1,
            stored,
            source.size(),
            shard,
            ByteBuffer.wrap(sha).getLong());
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

  /** Whether tokens of mirrored images are left to the encoder. */
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
