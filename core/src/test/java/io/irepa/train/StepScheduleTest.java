package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Schedule;
import io.irepa.testkit.ScheduleContract;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StepScheduleTest extends ScheduleContract {
  @Override
  protected Schedule schedule() {
    return new StepSchedule(new StepSchedule.Config(List.of(0.5, 80.0), 0.5));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "49, 1", "50, 0.5", "79, 0.5", "80, 0.25", "99, 0.25"})
  void multipliesAtEachMilestone(long step, double expected) {
    assertThat(schedule().factor(step, 100)).as("factor").isEqualTo(expected);
  }
}
