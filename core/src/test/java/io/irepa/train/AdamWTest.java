package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
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
  private static final Optimizer.Trained TRAINED =
      new Optimizer.Trained(
          Map.of(
              "backbone.fc.weight", new Shape(2, 1),
              "backbone.fc.bias", new Shape(2),
              "backbone.norm.scale", new Shape(2)));

  private static AdamW with(double decay, long warmup) {
    return with(decay, warmup, List.of(), true);
  }

  private static AdamW with(double decay, long warmup, List<String> noDecay, boolean vectors) {
    return new AdamW(
        new AdamW.Config(1e-2, List.of(0.9, 0.99), 1e-8, decay, 1.0, warmup, noDecay, vectors),
        TRAINED);
  }

  @Override
  protected Optimizer optimizer() {
    return with(0, 0);
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
        with(decay, 0)
            .update(new NDList(parameter), new NDList(array), moments, update(step, rate, "x"));
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

  private Optimizer.Update update(long step, double rate, String... names) {
    return new Optimizer.Update(
        step, rate, List.of(names), manager().create(new float[] {0}, new Shape(1)));
  }

  @Test
  void warmsUp() {
    AdamW optimizer = with(0, 4);
    assertThat(optimizer.learningRate(0, 16)).as("first").isCloseTo(0.25e-2, within(1e-12));
    assertThat(optimizer.learningRate(3, 16)).as("after warm-up").isCloseTo(1e-2, within(1e-12));
    assertThat(optimizer.learningRate(15, 16)).as("last").isCloseTo(1e-2, within(1e-12));
  }

  /** Without a gradient, a parameter moves by its decay alone: x (1 - rate decay). */
  private List<Float> decayed(AdamW optimizer) {
    NDList parameters = new NDList();
    NDList zeros = new NDList();
    List<NDList> moments = List.of(new NDList(), new NDList());
    List<String> names = List.of("backbone.fc.weight", "backbone.fc.bias", "backbone.norm.scale");
    for (String name : names) {
      NDArray parameter = manager().ones(TRAINED.shapes().get(name));
      parameters.add(parameter);
      zeros.add(parameter.zerosLike());
      moments.forEach(moment -> moment.add(parameter.zerosLike()));
    }
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      optimizer.update(parameters, zeros, moments, update(1, 0.5, names.toArray(String[]::new)));
    }
    return parameters.stream().map(parameter -> parameter.toFloatArray()[1]).toList();
  }

  @Test
  void everythingDecaysUnlessToldOtherwise() {
    assertThat(decayed(with(0.5, 0)))
        .as("weight, bias, scale")
        .containsExactly(0.75f, 0.75f, 0.75f);
  }

  @Test
  void whatAPatternNamesDoesNotDecay() {
    assertThat(decayed(with(0.5, 0, List.of("*.bias"), true)))
        .as("weight, bias, scale")
        .containsExactly(0.75f, 1f, 0.75f);
  }

  @Test
  void vectorsDoNotDecayWhenToldSo() {
    assertThat(decayed(with(0.5, 0, List.of(), false)))
        .as("weight, bias, scale")
        .containsExactly(0.75f, 1f, 1f);
  }

  @Test
  void aPatternThatFitsNothingIsAnsweredWithNearNames() {
    assertThatThrownBy(() -> with(0.5, 0, List.of("*.bias", "backbone.fc.wieght"), true))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("'backbone.fc.wieght'")
        .hasMessageContaining("Near it: backbone.fc.weight");
  }

  @Test
  void wantsTwoBetas() {
    AdamW.Config config = new AdamW.Config(1e-2, List.of(0.9), 1e-8, 0, 1, 0, List.of(), true);
    Map<String, String> problems = new HashMap<>();
    config.check(
        new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
        problems::put);
    assertThat(problems).as("problems").containsOnlyKeys("betas");
  }
}
