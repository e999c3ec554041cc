package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import org.pf4j.ExtensionPoint;

/**
 * How far projected tokens are from the targets.
 *
 * @since 0.1
 */
public interface AlignmentLoss extends ExtensionPoint {
  /**
   * The loss, differentiable in {@code projected} and {@code hidden}.
   *
   * @param projected [B,T,K]
   * @param target [B,T,K], normalized
   * @param hidden [B,T,D], what was projected
   * @return one number, the mean over the batch
   */
  NDArray loss(Tokens projected, Tokens target, Tokens hidden);
}
