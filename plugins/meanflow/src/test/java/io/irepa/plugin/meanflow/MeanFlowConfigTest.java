package io.irepa.plugin.meanflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.BackboneShape;
import io.irepa.spi.Grid;
import io.irepa.spi.Interpolant;
import io.irepa.spi.RunShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MeanFlowConfigTest {
  private static List<String> problems(MeanFlowConfig config, boolean interval) {
    BackboneShape shape = new BackboneShape(1, 1, new Grid(1, 1), 4, 1, 10, interval);
    RunShape run = new RunShape(Optional.empty(), Optional.empty(), Optional.of(shape), List.of());
    List<String> problems = new ArrayList<>();
    config.check(run, (key, text) -> problems.add(key + ": " + text));
    return problems;
  }

  private static MeanFlowConfig guided(double kappa, double epsilon) {
    return new MeanFlowConfig(
        Interpolant.LINEAR,
        TimeDraw.UNIFORM,
        0,
        1,
        0.25,
        Weighting.ADAPTIVE,
        1,
        epsilon,
        new MixedGuidance(1, kappa, 0, 1),
        0.1);
  }

  @Test
  void theDefaultsAreFineWithAnInterval() {
    assertThat(problems(guided(0, 0.01), true)).isEmpty();
  }

  @Test
  void aBackboneWithoutAnIntervalIsRefused() {
    assertThat(problems(guided(0, 0.01), false))
        .singleElement()
        .asString()
        .contains("interval: true");
  }

  @Test
  void guidanceOfInfiniteScaleIsRefused() {
    assertThat(problems(guided(1, 0.01), true))
        .singleElement()
        .asString()
        .contains("kappa must be below 1");
  }

  @Test
  void aWeightThatMayDivideByZeroIsRefused() {
    assertThat(problems(guided(0, 0), true)).singleElement().asString().contains("above 0");
  }
}
