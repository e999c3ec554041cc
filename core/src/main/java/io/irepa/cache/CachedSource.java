package io.irepa.cache;

import io.irepa.IrepaException;
import io.irepa.config.CacheConfig.Flips;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfig.AlignmentConfig;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A data source whose examples bring the encoders' tokens along, from caches. */
public final class CachedSource implements DataSource {
  private final DataSource source;
  private final List<FeatureCache> caches;

  private CachedSource(DataSource source, List<FeatureCache> caches) {
    this.source = source;
    this.caches = caches;
  }

  /**
   * Adds what the run's caches hold.
   *
   * @param source of images; closed with the result, or here if this fails
   * @return {@code source} itself if no alignment has a cache
   * @throws IrepaException if a cache is missing, not whole, or of another encoder
   */
  public static DataSource of(RunConfig run, DataSource source) {
    if (!caches(run)) {
      return source;
    }
    boolean whole = false;
    try {
      if (source.suppliesTargets()) {
        throw new IrepaException(
            "The data bring encoder tokens of their own: leave alignment.N.cache out.");
      }
      List<FeatureCache> caches = new ArrayList<>();
      run.alignment().forEach(one -> caches.add(FeatureCache.open(new CacheKey(run, one, source))));
      whole = true;
      return new CachedSource(source, List.copyOf(caches));
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
    return alignment.cache().filter(cache -> cache.flips() == Flips.RECOMPUTED).isPresent()
        && run.data()
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
                    "The data are latents without images, and the feature cache is made from images. Leave alignment.N.cache out."));
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
    return true;
  }

  @Override
  public double brokenLimit() {
    return source.brokenLimit();
  }

  @Override
  public Example read(long index, RandomGenerator random) throws IOException {
    Example example = source.read(index, random);
    long hash = Pixels.hash(image(example));
    List<float[]> tokens = new ArrayList<>(caches.size());
    caches.forEach(cache -> tokens.add(cache.tokens(index, hash)));
    return new Example(example.label(), example.image(), example.latents(), tokens);
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
