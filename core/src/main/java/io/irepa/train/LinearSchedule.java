package io.irepa.train;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Schedule;
import org.pf4j.Extension;

/** From one factor to another in equal steps. */
@Extension
@Component(value = "linear", doc = "from one factor to another in equal steps")
public final class LinearSchedule implements Schedule {
  private final Ramp ramp;

  /** Called by composition. */
  @Inject
  public LinearSchedule(Ramp ramp) {
    this.ramp = ramp;
  }

  @Override
  public double factor(long step, long steps) {
    return ramp.factor(ramp.left(step, steps));
  }
}
