package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import org.pf4j.ExtensionPoint;

/**
 * How far projected tokens are from the targets. Called with recording on, once an alignment and
 * step.
 *
 * @since 0.1
 */
public interface AlignmentLoss extends ExtensionPoint {
  /**
   * The loss, differentiable in {@code projected} and {@code hidden}.
   *
   * @param projected [B,T,K]
   * @param target [B,T,K], normalized, on the same grid; without a gradient
   * @param hidden [B,T,D], what was projected
   * @return one finite number in the format of {@code projected}, the mean over the batch; smaller
   *     is closer, and it may be negative
   */
  NDArray loss(Tokens projected, Tokens target, Tokens hidden);
}
