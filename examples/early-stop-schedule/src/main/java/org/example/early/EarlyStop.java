package org.example.early;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;
import io.irepa.spi.Schedule;
import org.pf4j.Extension;

/**
 * 1 before a step and 0 from it on: HASTE's stage-wise termination (arXiv 2505.16792), by which
 * alignment helps early and is out of the way later. Beyond the paper, it may fade out linearly
 * before. At 0, an alignment costs nothing: its encoder and projector do not run.
 */
@Extension
@Component(value = "early-stop", doc = "1 before a step, 0 from it on, with a fade if wanted")
public final class EarlyStop implements Schedule {
  private final Config config;

  /**
   * The keys.
   *
   * @param stop first step of factor 0
   * @param fade steps of the way down
   */
  public record Config(
      @Doc("first step of factor 0") @Default("100000") @Range(min = 0) long stop,
      @Doc("steps before it over which the factor falls; 0 is at once")
          @Default("0")
          @Range(min = 0)
          long fade) {}

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public EarlyStop(Config config) {
    this.config = config;
  }

  @Override
  public double factor(long step, long steps) {
    if (step >= config.stop()) {
      return 0;
    }
    return Math.min(1, (config.stop() - step) / (config.fade() + 1.0));
  }
}
