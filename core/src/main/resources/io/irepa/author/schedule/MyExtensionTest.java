package org.example.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Schedule;
import io.irepa.testkit.ScheduleContract;
import org.junit.jupiter.api.Test;

/** What every schedule must keep is inherited; what this one promises stands here. */
final class MyExtensionTest extends ScheduleContract {
  @Override
  protected Schedule schedule() {
    return new MyExtension(new MyExtension.Config(100));
  }

  @Test
  void isAHalfAtFourTimesItsStart() {
    assertThat(schedule().factor(400, 1000)).as("factor at step 400").isEqualTo(0.5);
  }
}
