package io.irepa.sample;

/** Evenly spaced times. */
final class Times {
  private Times() {}

  /**
   * So many times from the first to the last, both exact. The second half is counted from the end,
   * as the published samplers' is: whether a time lies within a guidance interval can hang on its
   * last bit.
   */
  static double[] between(double first, double last, int count) {
    if (count == 1) {
      return new double[] {first};
    }
    double[] times = new double[count];
    double step = (last - first) / (count - 1);
    for (int i = 0; i < count; i++) {
      times[i] = i < count / 2 ? first + step * i : last - step * (count - 1 - i);
    }
    return times;
  }
}
