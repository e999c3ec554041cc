package io.irepa.study;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How much sooner runs reach a quality than others: the others' steps over theirs, of the seeds'
 * mean curves.
 *
 * @param quality to be reached
 * @param ratio 0 if they do not reach it; NaN if the others do not
 * @param interval percentile bootstrap over the seeds of both, 95 %; 0 stands for draws that do not
 *     reach it
 */
record SpeedUp(double quality, double ratio, Quantiles.Interval interval) {
  /**
   * Compares.
   *
   * @param runs a curve a seed, at least one
   * @param reference likewise
   * @param target to be reached; what the reference has in the end, in each draw anew, if empty
   * @param lower whether small values are good ones
   * @param resamples draws of the bootstrap
   */
  static SpeedUp of(
      List<Curve> runs,
      List<Curve> reference,
      OptionalDouble target,
      boolean lower,
      int resamples) {
    Curve mean = Reach.mean(reference, all(reference));
    double[] drawn =
        Resampling.draws(resamples, runs.size(), reference.size()).stream()
            .mapToDouble(
                draw ->
                    ratio(Reach.mean(runs, draw[0]), Reach.mean(reference, draw[1]), target, lower))
            .toArray();
    return new SpeedUp(
        target.orElse(mean.last()),
        ratio(Reach.mean(runs, all(runs)), mean, target, lower),
        Quantiles.middle(drawn));
  }

  private static int[] all(List<Curve> curves) {
    return IntStream.range(0, curves.size()).toArray();
  }

  private static double ratio(Curve runs, Curve reference, OptionalDouble target, boolean lower) {
    double quality = target.orElse(reference.last());
    OptionalDouble theirs = Reach.steps(reference, quality, lower);
    OptionalDouble own = Reach.steps(runs, quality, lower);
    if (theirs.isEmpty()) {
      return Double.NaN;
    }
    return own.isPresent() ? theirs.getAsDouble() / own.getAsDouble() : 0;
  }
}
