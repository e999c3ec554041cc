package io.irepa.train;

import io.irepa.spi.Optimizer;
import io.irepa.spi.Phase;
import io.irepa.spi.Schedule;
import java.util.List;

/**
 * The learning rate of each update: the phase's own or else the optimizer's, times the factors of
 * the run's schedules.
 *
 * @param steps of the whole run
 */
public record LearningRate(Optimizer optimizer, List<Schedule> schedules, long steps) {
  /** Copies the list. */
  public LearningRate {
    schedules = List.copyOf(schedules);
  }

  /**
   * The rate of an update.
   *
   * @param step counted from 0
   */
  double at(Phase phase, long step) {
    double rate = phase.learningRate().orElseGet(() -> optimizer.learningRate(step, steps));
    for (Schedule schedule : schedules) {
      rate *= schedule.factor(step, steps);
    }
    return rate;
  }
}
