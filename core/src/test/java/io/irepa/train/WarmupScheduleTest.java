package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Schedule;
import io.irepa.testkit.ScheduleContract;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WarmupScheduleTest extends ScheduleContract {
  @Override
  protected Schedule schedule() {
    return new WarmupSchedule(new WarmupSchedule.Config(4));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.25", "1, 0.5", "3, 1", "4, 1", "99, 1"})
  void risesToOne(long step, double expected) {
    assertThat(schedule().factor(step, 100)).as("factor").isEqualTo(expected);
  }
}
