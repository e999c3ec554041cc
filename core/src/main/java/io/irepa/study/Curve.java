package io.irepa.study;

/**
 * A tracked number over the steps of a run.
 *
 * @param steps rising, at least one
 * @param values one a step
 */
record Curve(double[] steps, double[] values) {
  double last() {
    return values[values.length - 1];
  }

  double lastStep() {
    return steps[steps.length - 1];
  }
}
