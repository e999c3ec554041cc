package io.irepa.train;

import io.irepa.spi.Problems;
import java.util.Optional;

/**
 * The steps over which a schedule changes.
 *
 * @param start its first step, or, below 1, a share of the run
 * @param end the step at which the change is complete, or, below 1, a share of the run; absent is
 *     the end of the run
 */
record Span(double start, Optional<Double> end) {
  /**
   * What is left of the change.
   *
   * @return 1 up to the start, 0 from the end on, and linear between
   */
  double left(long step, long steps) {
    long first = step(start, steps);
    long last = end.map(given -> step(given, steps)).orElse(steps);
    if (step < first) {
      return 1;
    }
    return step >= last ? 0 : (last - step) / (double) (last - first);
  }

  /** A step as a configuration gives it: itself, or, below 1, a share of the run. */
  static long step(double given, long steps) {
    return given < 1 ? Math.round(given * steps) : (long) given;
  }

  /** Reports what is no step, and an end that is not behind the start. */
  void check(Problems problems) {
    check("start", start, problems);
    end.ifPresent(given -> check("end", given, problems));
    boolean alike = end.isPresent() && (start < 1) == (end.get() < 1);
    if (alike && end.get() <= start) {
      problems.add("end", "It is not behind the start; write one that is greater than start.");
    }
  }

  static void check(String key, double given, Problems problems) {
    if (given >= 1 && given != Math.rint(given)) {
      problems.add(
          key, given + " is no step: write a whole number, or a share of the run below 1.");
    }
  }
}
