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
import java.util.List;
import org.pf4j.Extension;

/** Multiplied by the same number at each milestone. */
@Extension
@Component(value = "step", doc = "multiplied by the same number at each milestone")
public final class StepSchedule implements Schedule {
  private final Config config;

  /** The keys. */
  public record Config(
      @Doc(
              value = "steps from which on it is multiplied once more; below 1, shares of the run",
              example = "[0.5, 0.75]")
          @Range(min = 0)
          List<Double> milestones,
      @Doc("what it is multiplied by") @Default("0.1") @Range(min = 0) double factor)
      implements Settings {
    @Override
    public void check(RunShape run, Problems problems) {
      milestones.forEach(given -> Span.check("milestones", given, problems));
    }
  }

  /** Called by composition. */
  @Inject
  public StepSchedule(Config config) {
    this.config = config;
  }

  @Override
  public double factor(long step, long steps) {
    long passed =
        config.milestones().stream().filter(given -> step >= Span.step(given, steps)).count();
    return Math.pow(config.factor(), (double) passed);
  }
}
