package io.irepa.train;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;
import io.irepa.spi.Schedule;
import org.pf4j.Extension;

/** From 1/n at the first step to 1 at the n-th, in equal steps (arXiv 1706.02677, section 2.2). */
@Extension
@Component(value = "warmup", doc = "rises from 1/steps to 1 over the first steps, then stays")
public final class WarmupSchedule implements Schedule {
  private final Config config;

  /** The keys. */
  public record Config(
      @Doc(value = "steps up to the first with the factor 1", example = "1000") @Range(min = 1)
          long steps) {}

  /** Called by composition. */
  @Inject
  public WarmupSchedule(Config config) {
    this.config = config;
  }

  @Override
  public double factor(long step, long steps) {
    return Math.min(1, (step + 1.0) / config.steps());
  }
}
