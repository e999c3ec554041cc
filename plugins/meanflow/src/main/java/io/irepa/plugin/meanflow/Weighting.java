package io.irepa.plugin.meanflow;

import ai.djl.ndarray.NDArray;
import io.irepa.tensor.Autograd;

/** How an example's summed squared error counts (arXiv 2505.13447, eq. 22). */
public enum Weighting {
  /** Divided by a power of itself, which is held fixed: large errors do not rule. */
  ADAPTIVE {
    @Override
    NDArray weighted(NDArray errors, MeanFlowConfig config) {
      NDArray size = Autograd.detach(errors).add((float) config.adaptiveEpsilon());
      return errors.div(size.pow((float) config.adaptivePower()));
    }
  },
  /** As it is. */
  UNIFORM {
    @Override
    NDArray weighted(NDArray errors, MeanFlowConfig config) {
      return errors;
    }
  };

  /** The weighted errors [B] of errors [B]. */
  abstract NDArray weighted(NDArray errors, MeanFlowConfig config);
}
