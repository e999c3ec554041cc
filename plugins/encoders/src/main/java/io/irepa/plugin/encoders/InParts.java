package io.irepa.plugin.encoders;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.irepa.tensor.Scope;
import java.util.function.UnaryOperator;

/**
 * A large batch encoded a part at a time, so that what lies between two layers stays in a bound.
 */
final class InParts {
  /** Bytes that a part's largest layer may take. */
  private static final long BOUND = 256L << 20;

  private InParts() {}

  /**
   * How many images a part may have.
   *
   * @param numbers of one image in the largest layer, together with what is alive beside it
   */
  static int most(long numbers) {
    return (int) Math.max(1, BOUND / (4 * numbers));
  }

  /**
   * Encodes images in parts; what a part leaves behind is closed before the next.
   *
   * @param images [B,3,H,W]
   * @param most images a part, at least 1
   * @param encode [b,3,H,W] to [b,T,K]
   * @return [B,T,K], belonging to the innermost scope
   */
  static NDArray encode(NDArray images, int most, UnaryOperator<NDArray> encode) {
    long count = images.getShape().get(0);
    NDList parts = new NDList();
    for (long from = 0; from < count; from += most) {
      try (Scope scope = Scope.open()) {
        NDArray part =
            count <= most ? images : images.get(from + ":" + Math.min(count, from + most));
        parts.add(scope.pass(encode.apply(part)));
      }
    }
    return parts.size() == 1 ? parts.head() : NDArrays.concat(parts);
  }
}
