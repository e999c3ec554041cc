package io.irepa.train;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;
import java.util.Optional;

/** The keys of a schedule that goes from one factor to another. */
public record Ramp(
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
    span().check(problems);
  }

  /** The share of the change that is left at a step, from 1 to 0, in equal steps. */
  double left(long step, long steps) {
    return span().left(step, steps);
  }

  /** The factor where a share of the change is left. */
  double factor(double left) {
    return from * left + to * (1 - left);
  }

  private Span span() {
    return new Span(start, end);
  }
}
