package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import org.pf4j.ExtensionPoint;

/**
 * A frozen network whose patch tokens serve as alignment targets. The configuration record
 * implements {@link Shaped}. The constructor throws an {@link io.irepa.IrepaException} where its
 * weights cannot be read.
 *
 * @since 0.1
 */
public interface Encoder extends ExtensionPoint {
  /** What the configuration record of an encoder tells without building it. */
  interface Shaped extends Settings {
    /** {@return grid and width of the tokens; called only on a record without problems} */
    TokenShape tokens();
  }

  /** {@return the same as the configuration's} */
  TokenShape shape();

  /**
   * Patch tokens of images, each image's by itself: they may be cached. Class and register tokens
   * are left out. Called with recording off.
   *
   * @param images [B,3,H,W] float32 in [0,1], of any size, which the encoder resizes
   * @return [B,T,K] float32, row by row over the grid, finite
   */
  NDArray tokens(NDArray images);

  /**
   * Keys caches of tokens: it changes whenever the tokens of any image could, by weights,
   * preprocessing or version.
   *
   * @return not blank, any characters
   */
  String fingerprint();
}
