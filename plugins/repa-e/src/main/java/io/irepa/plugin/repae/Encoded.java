package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Batch;
import io.irepa.spi.Losses;
import io.irepa.spi.Posterior;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Draws;

/**
 * What the autoencoder makes of a batch. Later phases see what it was before the autoencoder's
 * update, as published.
 *
 * @param raw a sample of the posterior [B,C,h,w], not scaled
 * @param images its reconstructions [B,3,H,W]
 */
record Encoded(NDArray raw, NDArray images) {
  private static final String RAW = "latents";
  private static final String IMAGES = "reconstructions";

  /** For the autoencoder's phase, recorded; the draw is {@code posterior}. */
  static Encoded of(Autoencoder autoencoder, Posterior posterior, Draws draws) {
    NDArray raw = posterior.sample(draws);
    return new Encoded(raw, autoencoder.decode(autoencoder.scaling().apply(raw)));
  }

  /** Leaves it to later phases. */
  void carry(Losses losses) {
    losses.carry(RAW, raw).carry(IMAGES, images);
  }

  /** The latents of a batch for a later phase, without a gradient. */
  static NDArray raw(Autoencoder autoencoder, Batch batch, Draws draws) {
    return batch.carried(RAW).orElseGet(() -> fresh(autoencoder, batch, draws));
  }

  /** The reconstructions of a batch for a later phase, without a gradient. */
  static NDArray images(Autoencoder autoencoder, Batch batch, Draws draws) {
    return batch
        .carried(IMAGES)
        .orElseGet(
            () -> {
              NDArray raw = fresh(autoencoder, batch, draws);
              try (Autograd.Recording off = Autograd.off()) {
                return autoencoder.decode(autoencoder.scaling().apply(raw));
              }
            });
  }

  private static NDArray fresh(Autoencoder autoencoder, Batch batch, Draws draws) {
    try (Autograd.Recording off = Autograd.off()) {
      return Posterior.of(autoencoder.moments(batch.images())).sample(draws);
    }
  }
}
