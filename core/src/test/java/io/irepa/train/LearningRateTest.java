package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Optimizer;
import io.irepa.spi.Phase;
import io.irepa.spi.Schedule;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LearningRateTest {
  private static final Optimizer ADAMW =
      new AdamW(
          new AdamW.Config(8, List.of(0.9, 0.99), 1e-8, 0, 1.0, 0, List.of(), true),
          new Optimizer.Trained(Map.of()));
  private static final Schedule HALF = (step, steps) -> 0.5;
  private static final Schedule RISING = (step, steps) -> (double) step / steps;

  @Test
  void multipliesByEverySchedule() {
    LearningRate rate = new LearningRate(ADAMW, List.of(HALF, RISING), 100);
    assertThat(rate.at(Phase.MODEL, 25)).as("8 / 2 / 4").isEqualTo(1);
  }

  @Test
  void multipliesAPhasesOwnRateToo() {
    Phase phase = new Phase("p", Set.of("part"), OptionalDouble.of(2), OptionalDouble.empty());
    LearningRate rate = new LearningRate(ADAMW, List.of(HALF), 100);
    assertThat(rate.at(phase, 0)).as("2 / 2").isEqualTo(1);
  }
}
