package org.example.early;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Schedule;
import io.irepa.testkit.ScheduleContract;
import org.junit.jupiter.api.Test;

/** What every schedule must keep is inherited; what this one promises stands here. */
final class EarlyStopTest extends ScheduleContract {
  @Override
  protected Schedule schedule() {
    return new EarlyStop(new EarlyStop.Config(60, 0));
  }

  @Test
  void isOneUntilItStops() {
    assertThat(schedule().factor(59, 1000)).as("factor at the last step").isEqualTo(1);
  }

  @Test
  void isZeroFromThenOn() {
    assertThat(schedule().factor(60, 1000)).as("factor at the stop").isZero();
  }

  @Test
  void fadesOutWhereAskedTo() {
    Schedule fading = new EarlyStop(new EarlyStop.Config(60, 3));
    assertThat(
            new double[] {fading.factor(56, 100), fading.factor(57, 100), fading.factor(59, 100)})
        .as("factors of the last steps")
        .containsExactly(1, 0.75, 0.25);
  }
}
