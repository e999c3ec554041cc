package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.irepa.spi.Schedule;
import io.irepa.testkit.ScheduleContract;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CosineScheduleTest extends ScheduleContract {
  @Override
  protected Schedule schedule() {
    return new CosineSchedule(new Ramp(1, 0.2, 20, Optional.of(80.0)));
  }

  /** 0.2 + 0.8 (1 + cos(pi s)) / 2 at the share s of the way; cos(pi / 3) is one half. */
  @ParameterizedTest
  @CsvSource({"0, 1", "20, 1", "40, 0.8", "50, 0.6", "60, 0.4", "80, 0.2", "99, 0.2"})
  void followsHalfACosine(long step, double expected) {
    assertThat(schedule().factor(step, 100)).as("factor").isCloseTo(expected, within(1e-12));
  }
}
