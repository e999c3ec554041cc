package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import org.pf4j.ExtensionPoint;

/**
 * A frozen network whose patch tokens serve as alignment targets. The configuration record
 * implements {@link Shaped}.
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
   * The patch tokens of images. Called with recording off.
   *
   * @param images [B,3,H,W] in [0,1]
   * @return [B,T,K] in float32, row by row; class and register tokens are left out
   */
  NDArray tokens(NDArray images);

  /**
   * What keys caches of tokens.
   *
   * @return a text that changes whenever the tokens of any image could: weights, preprocessing,
   *     version
   */
  String fingerprint();
}
