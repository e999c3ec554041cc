package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import io.irepa.IrepaException;
import java.util.Map;
import java.util.Optional;

/**
 * One batch as an objective sees it. Images, latents and tokens are computed when they are first
 * asked for, without recording, and then stay: what a step does not use costs nothing. Arrays are
 * closed when the step ends.
 *
 * @since 0.1
 */
public interface Batch {
  /** {@return the step, counted from 0} */
  long step();

  /**
   * The images.
   *
   * @return [B,3,H,W] in [-1,1]
   * @throws IrepaException if the data are latents alone
   */
  NDArray images();

  /**
   * {@return what the model is trained on [B,C,h,w]: scaled latents, or the images without an
   * autoencoder; without a gradient}
   */
  NDArray x();

  /** {@return labels [B] int64, from 0 to classes - 1} */
  NDArray labels();

  /**
   * The raw tokens of an alignment's encoder.
   *
   * @param alignment its place in the configuration, from 0
   * @return [B,T,K], before any norm
   * @throws IrepaException if the encoder needs images and the data are latents alone
   */
  Tokens target(int alignment);

  /**
   * An array that an earlier phase of the step left behind ({@link Losses#carry}).
   *
   * @param name as it was left
   * @return without a gradient; empty where the phase runs by itself, as in a parity case
   */
  default Optional<NDArray> carried(String name) {
    return Optional.empty();
  }

  /**
   * This batch for a later phase.
   *
   * @param arrays of all earlier phases, by name
   * @return for the objective; it owns nothing
   */
  default Batch carrying(Map<String, NDArray> arrays) {
    return new CarryingBatch(this, arrays);
  }
}
