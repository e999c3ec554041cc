package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A run's alignments as an objective sees them; injected into objectives, not an extension point.
 * It knows depths, projectors, norms, losses and weights, so that an objective need not.
 *
 * @since 0.1
 */
public interface Alignment {
  /**
   * The depths to tap at a step.
   *
   * @param step counted from 0; weights may depend on it
   * @return each from 1 to the backbone's depth; empty if the run has no alignment or all have
   *     stopped
   */
  Set<Integer> depths(long step);

  /**
   * The alignment terms of a batch, differentiable in {@code hidden} and in the projectors'
   * parameters. Called with recording on; the targets are made with it off.
   *
   * @param hidden by depth, as the backbone gave them for the taps {@link #depths} of the batch's
   *     step
   * @param batch whose encoders' tokens are the targets, and whose step weights depend on
   * @return what acts at the step; its arrays belong to the innermost scope
   */
  Terms terms(Map<Integer, Tokens> hidden, Batch batch);

  /**
   * Alignment terms.
   *
   * @param weighted the sum over alignments of weight times loss, one number; absent where no
   *     alignment acts
   * @param each the unweighted loss of each alignment that acts, one number, by its place in the
   *     configuration, from 0
   */
  record Terms(Optional<NDArray> weighted, Map<Integer, NDArray> each) {
    /** No alignment acts. */
    public static final Terms NONE = new Terms(Optional.empty(), Map.of());
  }
}
