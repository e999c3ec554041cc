package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Schedule;
import io.irepa.testkit.ScheduleContract;
import org.junit.jupiter.api.Test;

final class ConstantScheduleTest extends ScheduleContract {
  @Override
  protected Schedule schedule() {
    return new ConstantSchedule(new ConstantSchedule.Config(50));
  }

  @Test
  void isZeroFromTheStepOn() {
    assertThat(schedule().factor(49, 100)).as("the last step at which it acts").isEqualTo(1);
    assertThat(schedule().factor(50, 100)).as("the step at which it stops").isZero();
  }

  @Test
  void neverStopsUnlessAsked() {
    Schedule forever = new ConstantSchedule(new ConstantSchedule.Config(-1));
    assertThat(forever.factor(399_999, 400_000)).as("the last factor").isEqualTo(1);
  }
}
