package io.irepa.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.spi.Samples;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Samples in files of features, and statistics in place of those of an input.
 *
 * @param files by input, open
 * @param counts rows of each that count
 * @param known statistics by input
 * @param manager of the CPU
 */
record FeatureSamples(
    Map<String, FeatureFile> files,
    Map<String, Long> counts,
    Map<String, Samples.Moments> known,
    NDManager manager)
    implements Samples {
  @Override
  public long count(String input) {
    return counts.getOrDefault(input, 0L);
  }

  @Override
  public NDArray read(String input, long[] indices) {
    try {
      return files.get(input).read(indices, manager);
    } catch (IOException e) {
      throw new IrepaException("Features cannot be read: " + IoReason.of(e) + ".", e);
    }
  }

  @Override
  public Optional<Samples.Moments> moments(String input) {
    return Optional.ofNullable(known.get(input));
  }
}
