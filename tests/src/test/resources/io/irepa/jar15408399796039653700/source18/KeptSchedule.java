package org.example.keptschedule;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;
import io.irepa.spi.Schedule;
import org.pf4j.Extension;

/** 1 up to a step, then falling with the root of the steps done: √(start / step). */
@Extension
@Component(value = "kept-schedule", doc = "falls with the root of the steps, from a step on")
public final class KeptSchedule implements Schedule {
  private final Config config;

  /**
   * The keys.
   *
   * @param start last step of factor 1
   */
  public record Config(
      @Doc("steps before it begins to fall") @Default("1000") @Range(min = 1) long start) {}

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public KeptSchedule(Config config) {
    this.config = config;
  }

  @Override
  public double factor(long step, long steps) {
    double start = config.start();
    return Math.sqrt(start / Math.max(start, step));
  }
}
