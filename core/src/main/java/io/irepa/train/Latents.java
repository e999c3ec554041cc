package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.irepa.cache.CachedSource;
import io.irepa.config.LatentsConfig;
import io.irepa.config.LatentsConfig.Content;
import io.irepa.config.RunConfig;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.DataSource;
import io.irepa.spi.LatentContent;
import io.irepa.spi.Posterior;
import io.irepa.tensor.Draws;
import java.util.Optional;

/**
 * Where the latents of a batch come from: from images, from data that bring them scaled, or as a
 * cache or other data keep them.
 *
 * @param autoencoder of the run
 * @param kept what a cache or the data keep; empty if images or scaled latents come
 */
record Latents(Autoencoder autoencoder, Optional<Content> kept) {
  /** Those of a run. */
  static Latents of(RunConfig config, Autoencoder autoencoder) {
    return new Latents(
        autoencoder, config.latents().map(LatentsConfig::content).or(() -> supplied(config)));
  }

  /** What data bring along that is not scaled yet. */
  private static Optional<Content> supplied(RunConfig config) {
    return config
        .data()
        .flatMap(data -> data.settings(DataSource.Shaped.class))
        .filter(DataSource.Shaped::latents)
        .map(DataSource.Shaped::latentContent)
        .filter(content -> content != LatentContent.SCALED)
        .map(content -> Content.valueOf(content.name()));
  }

  /** Whether training encodes images. */
  static boolean encodes(RunConfig config) {
    return config.latents().isEmpty() || CachedSource.recomputesLatents(config);
  }

  /** Shape of what an example carries, with channels first. */
  Shape shape(BackboneShape backbone) {
    boolean moments = kept.filter(Content.MOMENTS::equals).isPresent();
    return new Shape(
        moments ? 2L * backbone.channels() : backbone.channels(),
        backbone.input(),
        backbone.input());
  }

  /**
   * Scaled latents of images.
   *
   * @param images [B,3,H,W] in [-1,1]
   * @return [B,C,h,w]
   */
  NDArray of(NDArray images, Draws draws) {
    return autoencoder.encode(images, draws);
  }

  /**
   * What the cache would keep of images: moments [B,2C,h,w], or a raw sample [B,C,h,w].
   *
   * @param images [B,3,H,W] in [-1,1]
   */
  NDArray kept(NDArray images, Draws draws) {
    return kept.filter(Content.MOMENTS::equals).isPresent()
        ? autoencoder.moments(images)
        : autoencoder.scaling().undo(autoencoder.encode(images, draws));
  }

  /**
   * Scaled latents of what examples carry; moments are sampled with the draw {@code posterior}.
   *
   * @return [B,C,h,w]
   */
  NDArray scaled(NDArray carried, Draws draws) {
    if (kept.isEmpty()) {
      return carried;
    }
    NDArray raw = kept.get() == Content.MOMENTS ? Posterior.of(carried).sample(draws) : carried;
    return autoencoder.scaling().apply(raw);
  }
}
