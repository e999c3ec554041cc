package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
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
   * Patch tokens, and beside them what stands for the image as a whole, from one pass.
   *
   * @param images as for {@link #tokens}
   * @return no global vector unless an encoder says otherwise
   */
  default Encoding encode(NDArray images) {
    return new Encoding(tokens(images), Optional.empty());
  }

  /**
   * What an encoder makes of images. A carrier: it neither owns nor closes the arrays.
   *
   * @param tokens [B,T,K] as from {@link #tokens}
   * @param global [B,K], such as the class token; empty if the network has none
   */
  record Encoding(NDArray tokens, Optional<NDArray> global) {}

  /**
   * Keys caches of tokens: it changes whenever the tokens of any image could, by weights,
   * preprocessing or version.
   *
   * @return not blank, any characters
   */
  String fingerprint();
}
