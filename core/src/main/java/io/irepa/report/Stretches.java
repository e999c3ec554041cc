package io.irepa.report;

import java.util.Arrays;

/**
 * A series thinned out to stretches of equally many records, so that a page's size does not depend
 * on a run's length. Each has its last step and the mean, least and greatest of its values.
 *
 * @param steps the last one of each stretch
 * @param smooth an exponential average of the means that starts without a bias (Kingma and Ba 2015,
 *     arXiv 1412.6980, section 3)
 */
record Stretches(
    double[] steps, double[] means, double[] least, double[] greatest, double[] smooth) {
  /** Share of the curve's length over which the average reaches back. */
  private static final double REACH = 0.04;

  /** At most so many stretches; one a record if they suffice. */
  static Stretches of(Series series, int most) {
    int count = Math.min(most, series.size());
    double[] steps = new double[count];
    double[] means = new double[count];
    double[] least = new double[count];
    double[] greatest = new double[count];
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) series.size() * i / count);
      int to = (int) ((long) series.size() * (i + 1) / count);
      least[i] = Double.POSITIVE_INFINITY;
      greatest[i] = Double.NEGATIVE_INFINITY;
      for (int j = from; j < to; j++) {
        double value = series.value(j);
        means[i] += value / (to - from);
        least[i] = Math.min(least[i], value);
        greatest[i] = Math.max(greatest[i], value);
      }
      steps[i] = series.step(to - 1);
    }
    return new Stretches(steps, means, least, greatest, smooth(means));
  }

  private static double[] smooth(double[] means) {
    double decay = 1 - 1 / Math.max(1, REACH * means.length);
    double[] smooth = new double[means.length];
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < means.length; i++) {
      sum = decay * sum + (1 - decay) * means[i];
      weight = decay * weight + (1 - decay);
      smooth[i] = sum / weight;
    }
    return smooth;
  }

  int size() {
    return steps.length;
  }

  /** Whether a stretch holds several records, so that least and greatest tell more. */
  boolean thinned() {
    return !Arrays.equals(least, greatest);
  }
}
