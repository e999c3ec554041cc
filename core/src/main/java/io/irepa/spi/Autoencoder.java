package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import io.irepa.IrepaException;
import io.irepa.tensor.Draws;
import org.pf4j.ExtensionPoint;

/**
 * Between images and what the model is trained on. The configuration record implements {@link
 * Shaped}.
 *
 * @since 0.1
 */
public interface Autoencoder extends ExtensionPoint {
  /** What the configuration record of an autoencoder tells without building it. */
  interface Shaped extends Settings {
    /** {@return channels and downsampling factor of the latents} */
    LatentShape latents();
  }

  /**
   * The latents of images. Differentiable where recording is on, for objectives that train it.
   *
   * @param images [B,3,H,W] in [-1,1]
   * @param draws a posterior is sampled with the draw {@code posterior}
   * @return [B,C,h,w], scaled
   */
  NDArray encode(NDArray images, Draws draws);

  /**
   * Mean and log-variance of the posterior.
   *
   * @param images [B,3,H,W] in [-1,1]
   * @return [B,2C,h,w], before scaling
   * @throws IrepaException if this autoencoder has no posterior
   */
  default NDArray moments(NDArray images) {
    throw new IrepaException(
        "This autoencoder has no posterior; use one that has, or another objective.");
  }

  /**
   * The images of latents.
   *
   * @param latents [B,C,h,w], scaled
   * @return [B,3,H,W], about in [-1,1] and not clipped
   */
  NDArray decode(NDArray latents);
}
