package io.irepa.cache;

import io.irepa.IrepaException;
import io.irepa.config.CacheConfig;
import io.irepa.config.LatentsConfig;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfig.AlignmentConfig;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A data source whose examples bring along what caches hold of them: the encoders' tokens, and the
 * latents as the cache keeps them. Where nobody asks for images, none is decoded as long as its
 * stamp is the one that was encoded.
 */
public final class CachedSource implements DataSource {
  private final DataSource source;
  private final Optional<Cache> latents;
  private final List<Cache> features;
  private final boolean images;

  private CachedSource(
      DataSource source, Optional<Cache> latents, List<Cache> features, boolean images) {
    this.source = source;
    this.latents = latents;
    this.features = features;
    this.images = images;
  }

  /**
   * Adds what the run's caches hold.
   *
   * @param source of images; closed with the result, or here if this fails
   * @param images whether examples are to bring their images
   * @return {@code source} itself if the run has no cache
   * @throws IrepaException if a cache is missing, not whole, or of another network
   */
  public static DataSource of(RunConfig run, DataSource source, boolean images) {
    boolean features = caches(run);
    if (!features && run.latents().isEmpty()) {
      return source;
    }
    boolean whole = false;
    try {
      if (features && source.suppliesTargets()) {
        throw new IrepaException(
            "The data bring encoder tokens of their own: leave alignment.N.cache out.");
      }
      List<Cache> tokens = new ArrayList<>();
      if (features) {
        run.alignment().forEach(one -> tokens.add(Cache.open(CacheKey.features(run, one, source))));
      }
      Optional<Cache> latents =
          run.latents().map(cache -> Cache.open(CacheKey.latents(run, source)));
      whole = true;
      return new CachedSource(source, latents, List.copyOf(tokens), images);
    } finally {
      if (!whole) {
        source.close();
      }
    }
  }

  /** Whether a run reads its encoders' tokens from caches. */
  public static boolean caches(RunConfig run) {
    return run.alignment().stream().anyMatch(alignment -> alignment.cache().isPresent());
  }

  /** Whether an alignment's encoder is loaded all the same, for the images that come mirrored. */
  public static boolean recomputes(RunConfig run, AlignmentConfig alignment) {
    return alignment.cache().filter(c -> c.flips() == CacheConfig.Flips.RECOMPUTED).isPresent()
        && flips(run);
  }

  /** Whether an autoencoder encodes all the same, the images that come mirrored. */
  public static boolean recomputesLatents(RunConfig run) {
    return run.latents().filter(c -> c.flips() == LatentsConfig.Flips.RECOMPUTED).isPresent()
        && flips(run);
  }

  private static boolean flips(RunConfig run) {
    return run.data()
        .flatMap(data -> data.settings(DataSource.Shaped.class))
        .filter(DataSource.Shaped::flips)
        .isPresent();
  }

  static float[] image(Example example) {
    return example
        .image()
        .orElseThrow(
            () ->
                new IrepaException(
                    "The data are latents without images, and caches are made from images. Leave latents and alignment.N.cache out."));
  }

  @Override
  public long size() {
    return source.size();
  }

  @Override
  public List<String> classes() {
    return source.classes();
  }

  @Override
  public boolean suppliesTargets() {
    return !features.isEmpty() || source.suppliesTargets();
  }

  @Override
  public double brokenLimit() {
    return source.brokenLimit();
  }

  @Override
  public Example read(long index, RandomGenerator random) throws IOException {
    Optional<Outline> outline = images ? Optional.empty() : source.outline(index);
    if (outline.isPresent() && known(index, outline.get().stamp())) {
      int orientation = outline.get().mirrored().test(random) ? 1 : 0;
      return example(
          outline.get().label(),
          Optional.empty(),
          Optional.empty(),
          cache -> cache.at(index, orientation));
    }
    Example example = source.read(index, random);
    long hash = Pixels.hash(image(example));
    return example(
        example.label(),
        images ? example.image() : Optional.empty(),
        example.latents(),
        cache -> cache.of(index, hash));
  }

  private boolean known(long index, long stamp) throws IOException {
    for (Cache cache : features) {
      if (!cache.knows(index, stamp)) {
        return false;
      }
    }
    return latents.isEmpty() || latents.get().knows(index, stamp);
  }

  /** Reads an image's part of a cache. */
  private interface Reader {
    float[] read(Cache cache) throws IOException;
  }

  private Example example(
      int label, Optional<float[]> image, Optional<float[]> supplied, Reader reader)
      throws IOException {
    List<float[]> tokens = new ArrayList<>(features.size());
    for (Cache cache : features) {
      tokens.add(reader.read(cache));
    }
    Optional<float[]> kept =
        latents.isPresent() ? Optional.of(reader.read(latents.get())) : supplied;
    return new Example(label, image, kept, tokens);
  }

  @Override
  public Optional<float[]> foreground(long index, RandomGenerator random) throws IOException {
    return source.foreground(index, random);
  }

  @Override
  public void close() {
    source.close();
  }
}
