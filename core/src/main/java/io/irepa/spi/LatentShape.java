package io.irepa.spi;

/**
 * How images become what the model is trained on.
 *
 * @param channels of the latents, C, at least 1
 * @param factor an image's side in pixels over a latent's, at least 1
 * @since 0.1
 */
public record LatentShape(int channels, int factor) {
  /** No autoencoder: RGB pixels. */
  public static final LatentShape PIXELS = new LatentShape(3, 1);
}
