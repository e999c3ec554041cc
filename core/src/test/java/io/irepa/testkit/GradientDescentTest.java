package io.irepa.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.irepa.spi.Optimizer;
import java.util.List;

/** The optimizer of the guide, docs/writing-a-plugin.md, made of array operators. */
final class GradientDescentTest extends OptimizerContract {
  @Override
  protected Optimizer optimizer() {
    return new GradientDescent();
  }

  private static final class GradientDescent implements Optimizer {
    @Override
    public List<String> moments() {
      return List.of();
    }

    @Override
    public double learningRate(long step, long steps) {
      return 0.1;
    }

    @Override
    public double clip() {
      return 1;
    }

    @Override
    public void update(NDList parameters, NDList gradients, List<NDList> moments, Update update) {
      for (int i = 0; i < parameters.size(); i++) {
        NDArray step = gradients.get(i).mul(update.learningRate());
        update.assign(parameters.get(i), parameters.get(i).sub(step));
      }
    }
  }
}
