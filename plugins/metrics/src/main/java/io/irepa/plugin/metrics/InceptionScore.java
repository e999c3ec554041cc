package io.irepa.plugin.metrics;

import ai.djl.ndarray.NDList;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Metric;
import io.irepa.spi.Range;
import io.irepa.spi.Samples;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Inception score (Salimans et al., arXiv 1606.03498): the exponential of the mean divergence of a
 * sample's class probabilities from those of all samples, over consecutive parts of the samples.
 * From 1 to the number of classes; higher is better. {@code deviation} is the parts' population
 * deviation.
 */
@Extension
@Component(
    value = "inception-score",
    doc = "Inception score of a classifier's logits for generated images")
public final class InceptionScore implements Metric {
  private static final Kernel KERNEL = Kernel.of(InceptionScore.class, "inception_score.ts.py");

  private final Config config;

  /** The keys. */
  public record Config(
      @Doc("parts of the samples whose scores are averaged") @Default("10") @Range(min = 1)
          int splits) {}

  /** Called by composition. */
  @Inject
  public InceptionScore(Config config) {
    this.config = config;
  }

  @Override
  public Set<String> inputs() {
    return Set.of(LOGITS);
  }

  @Override
  public Result measure(Samples samples) {
    int splits = config.splits();
    long count = Blocks.atLeast(splits, samples, LOGITS, "inception-score");
    double[] scores = new double[splits];
    for (int i = 0; i < splits; i++) {
      scores[i] = score(samples, i * count / splits, (i + 1) * count / splits);
    }
    double mean = Arrays.stream(scores).average().orElseThrow();
    double variance = Arrays.stream(scores).map(s -> (s - mean) * (s - mean)).average().orElse(0);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("mean", mean);
    numbers.put("deviation", Math.sqrt(variance));
    return new Result(numbers, Optional.empty());
  }

  private static double score(Samples samples, long from, long to) {
    double[] probabilities = new double[0];
    double negentropy = 0;
    for (long start = from; start < to; start = Blocks.end(start, to)) {
      try (Scope scope = Scope.open()) {
        NDList sums = KERNEL.callForAll(samples.read(LOGITS, start, Blocks.end(start, to)));
        double[] block = sums.get(0).toDoubleArray();
        probabilities = probabilities.length == 0 ? new double[block.length] : probabilities;
        for (int c = 0; c < block.length; c++) {
          probabilities[c] += block[c];
        }
        negentropy += sums.get(1).toDoubleArray()[0];
      }
    }
    double count = to - from;
    double divergence = negentropy / count;
    for (double sum : probabilities) {
      divergence -= sum > 0 ? sum / count * Math.log(sum / count) : 0;
    }
    return Math.exp(divergence);
  }
}
