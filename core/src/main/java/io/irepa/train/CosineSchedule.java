package io.irepa.train;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Schedule;
import io.irepa.spi.Settings;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * From one factor to another along half a cosine (SGDR, arXiv 1608.03983, eq. 5, without restarts).
 */
@Extension
@Component(
    value = "cosine",
    doc = "from one factor to another along half a cosine (arXiv 1608.03983)")
public final class CosineSchedule implements Schedule {
  private final Config config;
  private final Span span;

  /** The keys. */
  public record Config(
      @Doc("factor up to the start") @Default("1.0") @Range(min = 0) double from,
      @Doc("factor from the end on") @Default("0.0") @Range(min = 0) double to,
      @Doc("step at which the change begins, from 0; below 1, a share of the run")
          @Default("0")
          @Range(min = 0)
          double start,
      @Doc("step at which it is complete; below 1, a share of the run; without, the run's end")
          @Range(min = 0)
          Optional<Double> end)
      implements Settings {
    @Override
    public void check(RunShape run, Problems problems) {
      new Span(start, end).check(problems);
    }
  }

  /** Called by composition. */
  @Inject
  public CosineSchedule(Config config) {
    this.config = config;
    this.span = new Span(config.start(), config.end());
  }

  @Override
  public double factor(long step, long steps) {
    double left = (1 - Math.cos(Math.PI * span.left(step, steps))) / 2;
    return config.from() * left + config.to() * (1 - left);
  }
}
