package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Scope;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A large batch worked on a few images at a time, so that what lies between two layers stays in a
 * bound. What is recorded is not split: all of it is kept for the gradients anyway.
 */
final class Parts {
  /** Bytes that the layers of one part may take, on a CPU and on a GPU. */
  private static final long BOUND = 512L << 20;

  private static final long GPU_BOUND = 4L << 30;

  /** Layers of the greatest size that live at the same time. */
  private static final long ALIVE = 4;

  private final Optional<Integer> fixed;
  private final int width;

  /**
   * @param fixed images a part, if the configuration says it
   * @param width channels where the sides are those of the image
   */
  Parts(Optional<Integer> fixed, int width) {
    this.fixed = fixed;
    this.width = width;
  }

  /**
   * Works on a batch.
   *
   * @param batch [B,…]
   * @param pixels of one image
   * @param work from [b,…] to [b,…]
   * @return of all parts, left to the innermost scope
   */
  NDArray map(NDArray batch, long pixels, UnaryOperator<NDArray> work) {
    long count = batch.getShape().get(0);
    long most = fixed.map(Integer::longValue).orElseGet(() -> most(batch, pixels));
    if (count <= most || Autograd.recording()) {
      return work.apply(batch);
    }
    NDList parts = new NDList();
    for (long from = 0; from < count; from += most) {
      try (Scope scope = Scope.open()) {
        NDArray part = batch.get(from + ":" + Math.min(count, from + most));
        parts.add(scope.pass(work.apply(part)));
      }
    }
    return NDArrays.concat(parts);
  }

  private long most(NDArray batch, long pixels) {
    long bound = batch.getDevice().isGpu() ? GPU_BOUND : BOUND;
    return Math.max(1, bound / (ALIVE * width * pixels * Float.BYTES));
  }
}
