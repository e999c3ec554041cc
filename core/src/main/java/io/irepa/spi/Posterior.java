package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.irepa.tensor.Draws;

/**
 * The diagonal normal distribution that an autoencoder gives for an image's raw latents, as in
 * latent diffusion (arXiv 2112.10752): log-variances are held in [-30, 20].
 *
 * @param mean [B,C,h,w]
 * @param logVariance [B,C,h,w], held in its range
 * @since 0.1
 */
public record Posterior(NDArray mean, NDArray logVariance) {
  /**
   * Splits {@link Autoencoder#moments}; differentiable.
   *
   * @param moments [B,2C,h,w], the means first
   * @return of arrays left to the caller's scope
   */
  public static Posterior of(NDArray moments) {
    long channels = moments.getShape().get(1) / 2;
    return new Posterior(
        moments.get(new NDIndex(":, :{}", channels)),
        moments.get(new NDIndex(":, {}:", channels)).clip(-30, 20));
  }

  /**
   * A sample, mean + exp(log-variance / 2) · noise; differentiable in the moments.
   *
   * @param draws the noise is the draw {@code posterior}, standard normal
   * @return [B,C,h,w], raw
   */
  public NDArray sample(Draws draws) {
    return mean.add(logVariance.mul(0.5).exp().mul(draws.normal("posterior", mean.getShape())));
  }
}
