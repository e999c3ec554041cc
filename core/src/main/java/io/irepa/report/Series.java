package io.irepa.report;

import java.util.Arrays;

/** A recorded scalar over steps, as it grows. */
public final class Series {
  private double[] steps = new double[64];
  private double[] values = new double[64];
  private int size;

  void add(double step, double value) {
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    steps[size] = step;
    values[size++] = value;
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** The step of the i-th. */
  public double step(int i) {
    return steps[i];
  }

  /** The value of the i-th. */
  public double value(int i) {
    return values[i];
  }

  double lastValue() {
    return values[size - 1];
  }

  /** The middle one of the values of the second half, where a run has found its pace. */
  double medianOfSecondHalf() {
    double[] half = Arrays.copyOfRange(values, size / 2, size);
    Arrays.sort(half);
    return half[half.length / 2];
  }
}
