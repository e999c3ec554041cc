package io.irepa.study;

import java.util.Arrays;

/** Intervals of resampled numbers. */
final class Quantiles {
  private Quantiles() {}

  /**
   * A quantile, between two numbers by linear interpolation, as NumPy has it.
   *
   * @param numbers at least one, none of them NaN; stays as it is
   * @param share from 0 to 1
   */
  static double of(double[] numbers, double share) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    // Without a detour by an infinite difference.
    return sorted[below] == sorted[above]
        ? sorted[below]
        : sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** From the 2.5th to the 97.5th percentile of resampled numbers, those that are NaN left out. */
  static Interval middle(double[] numbers) {
    double[] known = Arrays.stream(numbers).filter(one -> !Double.isNaN(one)).toArray();
    return known.length == 0
        ? new Interval(Double.NaN, Double.NaN)
        : new Interval(of(known, 0.025), of(known, 0.975));
  }

  /** Two bounds. */
  record Interval(double low, double high) {}
}
