package io.irepa.spi;

import java.util.OptionalInt;
import org.pf4j.ExtensionPoint;

/**
 * Maps hidden tokens to the width of an encoder's tokens; trained with the backbone. Its
 * constructor may ask for {@link Widths}.
 *
 * @since 0.1
 */
public interface Projector extends ExtensionPoint {
  /** What the configuration record of a projector may tell, if it fixes the width it gives. */
  interface Shaped extends Settings {
    /**
     * {@return width of the projected tokens; empty if it is whatever the encoder's tokens have}
     */
    OptionalInt width();
  }

  /**
   * The widths to map between.
   *
   * @param hidden of the backbone's tokens, D
   * @param target of the encoder's tokens, K
   */
  record Widths(int hidden, int target) {}

  /**
   * Projects, differentiably.
   *
   * @param hidden [B,T,D]
   * @return [B,T,K] on the same grid
   */
  Tokens project(Tokens hidden);
}
