package io.irepa.train;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;
import io.irepa.spi.Schedule;
import org.pf4j.Extension;

/** One, up to a step from which on it is zero. */
@Extension
@Component(value = "constant", doc = "one, and zero from a step on if so asked")
public final class ConstantSchedule implements Schedule {
  private final Config config;

  /** The keys. */
  public record Config(
      @Doc("zero from this step on; -1 is never") @Default("-1") @Range(min = -1) long until) {}

  /** Called by composition. */
  @Inject
  public ConstantSchedule(Config config) {
    this.config = config;
  }

  @Override
  public double factor(long step, long steps) {
    return config.until() >= 0 && step >= config.until() ? 0 : 1;
  }
}
