package io.irepa.plugin.metrics;

import io.irepa.IrepaException;
import io.irepa.spi.Metric;
import io.irepa.spi.Samples;

/** Parts of many samples that are held at once. */
final class Blocks {
  /** Rows at once: their products with as many others fit a processor's caches, nearly. */
  static final int ROWS = 1024;

  private Blocks() {}

  /** The end of the block that begins at {@code from}. */
  static long end(long from, long count) {
    return Math.min(count, from + ROWS);
  }

  /**
   * Checks that there are samples enough.
   *
   * @throws IrepaException naming the input and the number needed
   */
  static long atLeast(long least, Samples samples, String input, String metric) {
    long count = samples.count(input);
    if (count < least) {
      throw new IrepaException(
          "The metric %s needs at least %d %s, and there %s %d%s."
              .formatted(
                  metric,
                  least,
                  input.equals(Metric.LOGITS) ? "rows of logits" : "samples '" + input + "'",
                  count == 1 ? "is" : "are",
                  count,
                  count == 0 && samples.moments(input).isPresent()
                      ? ", only their mean and covariance"
                      : ""));
    }
    return count;
  }
}
