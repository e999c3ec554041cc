package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import io.irepa.IrepaException;
import io.irepa.tensor.Draws;
import org.pf4j.ExtensionPoint;

/**
 * Between images and what the model is trained on. The configuration record implements {@link
 * Shaped}; without one, the latents are the pixels. Its constructor may ask for {@link
 * AutoencoderUse}, which tells what the process needs of it.
 *
 * @since 0.1
 */
public interface Autoencoder extends ExtensionPoint {
  /** What the configuration record of an autoencoder tells without building it. */
  interface Shaped extends Settings {
    /**
     * {@return channels and downsampling factor of the latents; called only on a record without
     * problems}
     */
    LatentShape latents();
  }

  /**
   * Scaled latents of images. Called with recording off, and with it on by objectives that train
   * it; differentiable in the images and the parameters then.
   *
   * @param images [B,3,H,W] in [-1,1], H and W multiples of the factor
   * @param draws a posterior is sampled with the draw {@code posterior}; nothing else is drawn
   * @return [B,C,h,w], h = H / factor, of about unit variance; the images themselves where there is
   *     nothing to do
   */
  NDArray encode(NDArray images, Draws draws);

  /**
   * Mean and log-variance of the posterior, before scaling (see {@link Posterior#of});
   * differentiable like {@link #encode}.
   *
   * @param images [B,3,H,W] in [-1,1]
   * @return [B,2C,h,w], the means first
   * @throws IrepaException if this autoencoder has no posterior
   */
  default NDArray moments(NDArray images) {
    throw new IrepaException(
        "This autoencoder has no posterior; use one that has, or another objective.");
  }

  /**
   * Keys caches of latents, beside parameters and settings: it changes whenever the same ones give
   * other latents than before, by a new version.
   *
   * @return not blank, any characters
   */
  default String fingerprint() {
    return getClass().getName();
  }

  /**
   * What divides the latents' mean and deviation out: {@link #encode} applies it to raw latents,
   * and {@link #decode} undoes it.
   *
   * @return always the same
   */
  default LatentScale scaling() {
    return LatentScale.NONE;
  }

  /**
   * Images of latents; differentiable like {@link #encode}.
   *
   * @param latents [B,C,h,w], scaled
   * @return [B,3,H,W], about in [-1,1] and not clipped
   */
  NDArray decode(NDArray latents);
}
