package io.irepa.study;

import java.util.List;
import java.util.OptionalDouble;

/** When a curve reaches a quality. */
final class Reach {
  private Reach() {}

  /**
   * The first step at which a curve is as good as asked, between two of its steps by linear
   * interpolation; its first step if it is so from the beginning.
   *
   * @param lower whether small values are good ones
   * @return empty if it never is
   */
  static OptionalDouble steps(Curve curve, double quality, boolean lower) {
    double sign = lower ? 1 : -1;
    double wanted = sign * quality;
    for (int i = 0; i < curve.steps().length; i++) {
      double value = sign * curve.values()[i];
      if (value <= wanted) {
        if (i == 0) {
          return OptionalDouble.of(curve.steps()[0]);
        }
        double before = sign * curve.values()[i - 1];
        double share = (before - wanted) / (before - value);
        return OptionalDouble.of(
            curve.steps()[i - 1] + share * (curve.steps()[i] - curve.steps()[i - 1]));
      }
    }
    return OptionalDouble.empty();
  }

  /**
   * The mean of curves over the steps that all of them have.
   *
   * @param curves at least one
   * @param chosen places of those that are averaged, which may come several times
   */
  static Curve mean(List<Curve> curves, int[] chosen) {
    double[] steps = common(curves);
    double[] values = new double[steps.length];
    for (int one : chosen) {
      for (int i = 0; i < steps.length; i++) {
        values[i] += at(curves.get(one), steps[i]) / chosen.length;
      }
    }
    return new Curve(steps, values);
  }

  /** The steps that all curves have. */
  static double[] common(List<Curve> curves) {
    return java.util.Arrays.stream(curves.get(0).steps())
        .filter(
            step ->
                curves.stream()
                    .allMatch(one -> java.util.Arrays.binarySearch(one.steps(), step) >= 0))
        .toArray();
  }

  /** The value at a step that the curve has. */
  static double at(Curve curve, double step) {
    return curve.values()[java.util.Arrays.binarySearch(curve.steps(), step)];
  }
}
