package io.irepa.plugin.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Samples;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;

/** Mean and covariance of features, a block of rows at a time, in float64. */
final class FeatureMoments {
  private static final Kernel JOIN = Kernel.of(FeatureMoments.class, "moments.ts.py");

  private FeatureMoments() {}

  /**
   * The moments of an input: those that are known, or those of its samples.
   *
   * @return left to the innermost scope
   */
  static Samples.Moments of(Samples samples, String input) {
    return samples.moments(input).orElseGet(() -> ofRows(samples, input));
  }

  private static Samples.Moments ofRows(Samples samples, String input) {
    long count = Blocks.atLeast(2, samples, input, "frechet-distance");
    try (Scope all = Scope.open()) {
      NDArray first = samples.read(input, 0, 1);
      NDManager manager = first.getManager();
      long width = first.getShape().get(1);
      NDList state =
          new NDList(
              manager.zeros(new Shape(1), DataType.FLOAT64),
              manager.zeros(new Shape(width), DataType.FLOAT64),
              manager.zeros(new Shape(width, width), DataType.FLOAT64));
      for (long from = 0; from < count; from = Blocks.end(from, count)) {
        state = joined(state, samples, input, from, Blocks.end(from, count));
      }
      return new Samples.Moments(
          all.pass(state.get(1)), all.pass(state.get(2).div((double) (count - 1))));
    }
  }

  private static NDList joined(NDList state, Samples samples, String input, long from, long to) {
    try (Scope block = Scope.open()) {
      NDList next =
          JOIN.callForAll(state.get(0), state.get(1), state.get(2), samples.read(input, from, to));
      state.forEach(NDArray::close);
      next.forEach(block::pass);
      return next;
    }
  }
}
