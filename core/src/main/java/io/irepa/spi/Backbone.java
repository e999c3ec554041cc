package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * The network that is trained. Its parameters are created in the constructor on the injected {@link
 * io.irepa.tensor.Parameters} and asked for there at each call, never kept in fields: sampling
 * substitutes averaged ones.
 *
 * <p>The configuration record implements {@link Shaped}.
 *
 * @since 0.1
 */
public interface Backbone extends ExtensionPoint {
  /** What the configuration record of a backbone tells without building it. */
  interface Shaped extends Settings {
    /** {@return the backbone's shape; called only on a record without problems} */
    BackboneShape shape();

    /** {@return how published code lays out checkpoints of this backbone} */
    default PublishedLayout published() {
      return PublishedLayout.PLAIN;
    }
  }

  /** {@return the same as the configuration's} */
  BackboneShape shape();

  /**
   * Predicts, and taps hidden tokens. Called with recording on in training, off in sampling;
   * differentiable in x, t, r and the parameters. All work goes through kernels and array
   * operators, so that core can run it in forward mode for a directional derivative.
   *
   * @param inputs of one batch; B differs between calls
   * @param taps depths to report, each from 1 to the depth
   * @return in the format of the precision's edges, and so are x, t and r
   */
  Prediction forward(Inputs inputs, Set<Integer> taps);

  /**
   * Taps hidden tokens without a prediction: what lies after the deepest tap need not run.
   *
   * @param inputs as for {@link #forward}
   * @param taps at least one depth
   * @return by depth, the same as {@link #forward} gives
   */
  default Map<Integer, Tokens> hidden(Inputs inputs, Set<Integer> taps) {
    return forward(inputs, taps).hidden();
  }

  /**
   * One batch of a backbone's inputs.
   *
   * @param x [B,C,input,input]
   * @param t [B], from 0 to 1
   * @param r [B], from 0 to t; present exactly for a backbone whose shape says {@code interval}
   * @param y [B] int64, from 0 to classes; classes is the null label
   */
  record Inputs(NDArray x, NDArray t, Optional<NDArray> r, NDArray y) {
    /**
     * Inputs without a second time.
     *
     * @param x [B,C,input,input]
     * @param t [B], from 0 to 1
     * @param y [B] int64, from 0 to classes
     */
    public Inputs(NDArray x, NDArray t, NDArray y) {
      this(x, t, Optional.empty(), y);
    }
  }
}
