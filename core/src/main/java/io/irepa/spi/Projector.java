package io.irepa.spi;

import java.util.OptionalInt;
import org.pf4j.ExtensionPoint;

/**
 * Maps hidden tokens to the width of an encoder's tokens; trained with the backbone. Its
 * constructor may ask for {@link Widths}, and creates its parameters on the injected {@link
 * io.irepa.tensor.Parameters}, where it asks for them at each call.
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
   * @param hidden of the backbone's tokens, D, at least 1
   * @param target of the encoder's tokens, K, at least 1
   */
  record Widths(int hidden, int target) {}

  /**
   * Projects; differentiable in the tokens and the parameters. Called with recording on.
   *
   * @param hidden [B,T,D], in the format of the precision's edges
   * @return [B,T,K] on the same grid, in the same format
   */
  Tokens project(Tokens hidden);
}
