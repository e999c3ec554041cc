package io.irepa.train;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Schedule;
import org.pf4j.Extension;

/**
 * From one factor to another along half a cosine (SGDR, arXiv 1608.03983, eq. 5, without restarts).
 */
@Extension
@Component(
    value = "cosine",
    doc = "from one factor to another along half a cosine (arXiv 1608.03983)")
public final class CosineSchedule implements Schedule {
  private final Ramp ramp;

  /** Called by composition. */
  @Inject
  public CosineSchedule(Ramp ramp) {
    this.ramp = ramp;
  }

  @Override
  public double factor(long step, long steps) {
    return ramp.factor((1 - Math.cos(Math.PI * ramp.left(step, steps))) / 2);
  }
}
