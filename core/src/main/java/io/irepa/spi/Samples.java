package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Samples by the names of a metric's inputs, in memory or in a file.
 *
 * @since 0.1
 */
public interface Samples {
  /**
   * How many there are of an input.
   *
   * @param input its name
   * @return 0 if only its {@link #moments} are known
   */
  long count(String input);

  /**
   * Some samples.
   *
   * @param input its name
   * @param indices from 0 to count - 1, in any order
   * @return [N, …] on the CPU, left to the innermost scope; float32 or int64, as it was supplied
   */
  NDArray read(String input, long[] indices);

  /**
   * Samples one after the other.
   *
   * @param input its name
   * @param from the first
   * @param to the one after the last, at most the count
   * @return as {@link #read(String, long[])} gives them
   */
  default NDArray read(String input, long from, long to) {
    return read(input, LongStream.range(from, to).toArray());
  }

  /**
   * Mean and covariance, where they are known without the samples.
   *
   * @param input its name
   * @return empty unless they are
   */
  default Optional<Moments> moments(String input) {
    return Optional.empty();
  }

  /**
   * Mean and covariance of features.
   *
   * @param mean [D] float64
   * @param covariance [D,D] float64, unbiased
   */
  record Moments(NDArray mean, NDArray covariance) {}
}
