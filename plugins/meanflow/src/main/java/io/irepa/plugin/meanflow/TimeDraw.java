package io.irepa.plugin.meanflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Draws;

/** How an example's times are drawn (arXiv 2505.13447, section 4.3); the draw is named time. */
public enum TimeDraw {
  /** Uniform in [0,1). */
  UNIFORM {
    @Override
    NDArray times(MeanFlowConfig config, Draws draws, Shape shape) {
      return draws.uniform("time", shape);
    }
  },
  /** The logistic function of normal numbers (arXiv 2403.03206, section 3.1). */
  LOGIT_NORMAL {
    @Override
    NDArray times(MeanFlowConfig config, Draws draws, Shape shape) {
      NDArray normal = draws.normal("time", shape);
      NDArray logits = normal.mul((float) config.timeStd()).add((float) config.timeMean());
      NDArray odds = logits.exp();
      return odds.div(odds.add(1));
    }
  };

  /** Times of that shape, from 0 to 1. */
  abstract NDArray times(MeanFlowConfig config, Draws draws, Shape shape);

  /**
   * The times r and t, each [count]: the less and the greater of two draws, and r = t where the
   * draw {@code equal} is below 1 - unequal.
   */
  static NDList pairs(MeanFlowConfig config, Draws draws, long count) {
    NDArray times = config.time().times(config, draws, new Shape(count, 2));
    NDArray r = times.min(new int[] {1});
    NDArray t = times.max(new int[] {1});
    NDArray equal = draws.uniform("equal", new Shape(count)).lt((float) (1 - config.unequal()));
    return new NDList(NDArrays.where(equal, t, r), t);
  }
}
