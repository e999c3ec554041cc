package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.RunShape;
import io.irepa.spi.Schedule;
import io.irepa.testkit.ScheduleContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinearScheduleTest extends ScheduleContract {
  private static Ramp config(double from, double to, double start, Double end) {
    return new Ramp(from, to, start, Optional.ofNullable(end));
  }

  private static double factor(Ramp config, long step) {
    return new LinearSchedule(config).factor(step, 100);
  }

  @Override
  protected Schedule schedule() {
    return new LinearSchedule(config(1, 0, 0.6, null));
  }

  @ParameterizedTest
  @CsvSource({"0, 1.0", "20, 1.0", "30, 0.875", "60, 0.5", "99, 0.5"})
  void changesBetweenItsStartAndItsEnd(long step, double expected) {
    assertThat(factor(config(1, 0.5, 20, 60.0), step)).as("factor").isEqualTo(expected);
  }

  @Test
  void takesStepsBelowOneAsSharesOfTheRun() {
    for (long step = 0; step < 100; step++) {
      assertThat(factor(config(0, 3, 0.25, 0.75), step))
          .as("factor at step %d", step)
          .isEqualTo(factor(config(0, 3, 25, 75.0), step));
    }
  }

  /** As the quickstart falls: at the last step one part in so many as there were to fall over. */
  @Test
  void endsWithTheRunUnlessToldOtherwise() {
    assertThat(factor(config(1, 0, 0.6, null), 60)).as("at its start").isEqualTo(1);
    assertThat(factor(config(1, 0, 0.6, null), 99)).as("at the last step").isEqualTo(1 / 40.0);
  }

  @Test
  void staysWhereTheRunEndsBeforeItBegins() {
    assertThat(factor(config(1, 0, 600, null), 99)).as("at the last step").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1.5, , start", "0.5, 2.5, end", "50, 50, end", "0.5, 0.4, end"})
  void refusesWhatIsNoSpan(double start, Double end, String key) {
    List<String> keys = new ArrayList<>();
    config(1, 0, start, end)
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            (at, message) -> keys.add(at));
    assertThat(keys).as("keys with problems").containsExactly(key);
  }
}
