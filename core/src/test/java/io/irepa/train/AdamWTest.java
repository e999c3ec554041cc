package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Optimizer;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Scope;
import io.irepa.testkit.OptimizerContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AdamWTest extends OptimizerContract {
  private static AdamW with(double decay, long warmup, double falling) {
    return new AdamW(new AdamW.Config(1e-2, List.of(0.9, 0.99), 1e-8, decay, 1.0, warmup, falling));
  }

  @Override
  protected Optimizer optimizer() {
    return with(0, 0, 0);
  }

  /** Algorithm 2 of arXiv 1711.05101, written out for one number. */
  @Test
  void followsTheAlgorithm() {
    double decay = 0.1;
    double rate = 0.05;
    double[] gradients = {0.5, -2, 0.25, 0};
    double x = 1;
    double m = 0;
    double v = 0;
    NDArray parameter = manager().create(new float[] {1}, new Shape(1));
    List<NDList> moments =
        List.of(new NDList(parameter.zerosLike()), new NDList(parameter.zerosLike()));
    for (int step = 1; step <= gradients.length; step++) {
      double gradient = gradients[step - 1];
      m = 0.9 * m + 0.1 * gradient;
      v = 0.99 * v + 0.01 * gradient * gradient;
      double away = m / (1 - Math.pow(0.9, step));
      double size = Math.sqrt(v / (1 - Math.pow(0.99, step))) + 1e-8;
      x = x - rate * decay * x - rate * away / size;
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        NDArray array = manager().create(new float[] {(float) gradient}, new Shape(1));
        with(decay, 0, 0).update(new NDList(parameter), new NDList(array), moments, step, rate);
      }
      assertThat((double) parameter.toFloatArray()[0])
          .as("parameter after update %d", step)
          .isCloseTo(x, within(1e-6));
    }
    assertThat((double) moments.get(0).get(0).toFloatArray()[0])
        .as("exp_avg")
        .isCloseTo(m, within(1e-6));
    assertThat((double) moments.get(1).get(0).toFloatArray()[0])
        .as("exp_avg_sq")
        .isCloseTo(v, within(1e-6));
  }

  @Test
  void warmsUpAndFallsLinearly() {
    AdamW optimizer = with(0, 4, 0.5);
    assertThat(optimizer.learningRate(0, 16)).as("first").isCloseTo(0.25e-2, within(1e-12));
    assertThat(optimizer.learningRate(3, 16)).as("after warm-up").isCloseTo(1e-2, within(1e-12));
    assertThat(optimizer.learningRate(8, 16)).as("half way").isCloseTo(1e-2, within(1e-12));
    assertThat(optimizer.learningRate(12, 16)).as("falling").isCloseTo(0.5e-2, within(1e-12));
    assertThat(optimizer.learningRate(15, 16)).as("last").isCloseTo(0.125e-2, within(1e-12));
  }

  @Test
  void wantsTwoBetas() {
    AdamW.Config config = new AdamW.Config(1e-2, List.of(0.9), 1e-8, 0, 1, 0, 0);
    Map<String, String> problems = new HashMap<>();
    config.check(
        new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
        problems::put);
    assertThat(problems).as("problems").containsOnlyKeys("betas");
  }
}
