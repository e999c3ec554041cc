package io.irepa.spi;

/**
 * What latents are that data bring along.
 *
 * @since 0.1
 */
public enum LatentContent {
  /** What the model is trained on: scaled samples [C,h,w]. */
  SCALED,
  /** Raw samples [C,h,w]; the run's autoencoder scales them. */
  SAMPLES,
  /**
   * Raw means and log-variances [2C,h,w], the means first; sampled anew at each use, and scaled by
   * the run's autoencoder.
   */
  MOMENTS
}
