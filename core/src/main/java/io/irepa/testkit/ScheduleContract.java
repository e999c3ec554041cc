package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Schedule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of {@link Schedule}.
 *
 * @since 0.1
 */
public abstract class ScheduleContract {
  /** For a subclass. */
  protected ScheduleContract() {}

  /** {@return the schedule under test; equal at each call} */
  protected abstract Schedule schedule();

  /**
   * Finite and at least zero at every step of a short and of a long run, and the same again.
   *
   * @param steps each in turn
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 100, 400_000})
  public void givesAUsableFactorAtEveryStep(long steps) {
    Schedule schedule = schedule();
    for (long step = 0; step < steps; step += Math.max(1, steps / 1000)) {
      assertThat(schedule.factor(step, steps))
          .as("factor at step %d of %d", step, steps)
          .isFinite()
          .isNotNegative()
          .isEqualTo(schedule().factor(step, steps));
    }
    assertThat(schedule.factor(steps - 1, steps)).as("last factor").isFinite().isNotNegative();
  }
}
