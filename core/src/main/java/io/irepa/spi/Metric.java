package io.irepa.spi;

import io.irepa.IrepaException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.ExtensionPoint;

/**
 * A number about tokens, features or samples, such as a distance between real and generated images.
 * It names what it is computed from, and whoever asks for it supplies that: a parity case, {@code
 * irepa spatial}, {@code irepa evaluate} or a run in training. The same samples always give the
 * same numbers. Called with recording off, by one thread, within a scope.
 *
 * @since 0.1
 */
public interface Metric extends ExtensionPoint {
  /**
   * Patch tokens [T,D] a sample over a square grid, or [h,w,D] over any. A metric of tokens gives a
   * {@link Result#values value} for each sample by itself.
   */
  String TOKENS = "tokens";

  /** The foreground [T] or [h,w] of the sample of {@link #TOKENS}: 1 where it is, 0 elsewhere. */
  String MASK = "mask";

  /** Features [D] of real images. */
  String REAL = "real";

  /** Features [D] of generated images, from the same network. */
  String GENERATED = "generated";

  /** A classifier's output [C] for generated images, before the softmax. */
  String LOGITS = "logits";

  /** {@return the names of what it is computed from, some of the constants here or others} */
  Set<String> inputs();

  /**
   * Whether mean and covariance can stand for the samples of an input.
   *
   * @param input one of {@link #inputs}
   * @return whether {@link Samples#moments} do in place of samples; false unless a metric says so
   */
  default boolean takesMoments(String input) {
    return false;
  }

  /**
   * Measures.
   *
   * @param samples of every input; read as often as needed, a part at a time, so that many of them
   *     need little memory
   * @return the numbers
   * @throws IrepaException if the samples are too few, or do not fit, saying which and what would
   *     do
   */
  Result measure(Samples samples);

  /**
   * What was measured.
   *
   * @param numbers by name in kebab-case, in an order worth showing; NaN where there is none. With
   *     {@code values}, {@code mean} is the mean of those that are not NaN
   * @param values one a sample; empty if the metric is of all samples together
   */
  record Result(Map<String, Double> numbers, Optional<double[]> values) {
    /**
     * A single number named {@code value}.
     *
     * @param value the number
     */
    public Result(double value) {
      this(Map.of("value", value), Optional.empty());
    }

    /**
     * A number for each sample, and their mean.
     *
     * @param values may be NaN
     * @return with the number {@code mean} of those that are not NaN; NaN if all are
     */
    public static Result of(double[] values) {
      double sum = 0;
      long count = 0;
      for (double value : values) {
        if (!Double.isNaN(value)) {
          sum += value;
          count++;
        }
      }
      return new Result(Map.of("mean", sum / count), Optional.of(values));
    }
  }
}
