package io.irepa.study;

import java.util.Arrays;

/**
 * Numbers of several seeds.
 *
 * @param deviation standard deviation, unbiased; NaN of one number
 */
record Spread(int count, double mean, double deviation, double low, double high) {
  /**
   * Summarizes.
   *
   * @param numbers at least one
   */
  static Spread of(double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElseThrow();
    double squares = Arrays.stream(numbers).map(one -> (one - mean) * (one - mean)).sum();
    return new Spread(
        numbers.length,
        mean,
        Math.sqrt(squares / (numbers.length - 1)),
        Arrays.stream(numbers).min().orElseThrow(),
        Arrays.stream(numbers).max().orElseThrow());
  }
}
