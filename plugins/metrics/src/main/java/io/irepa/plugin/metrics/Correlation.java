package io.irepa.plugin.metrics;

import ai.djl.ndarray.types.DataType;
import io.irepa.IrepaException;
import io.irepa.spi.Component;
import io.irepa.spi.Metric;
import io.irepa.spi.Samples;
import io.irepa.tensor.Scope;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * How two series {@code x} and {@code y} [N] go together: Pearson's correlation, and Spearman's,
 * which is Pearson's of the ranks, equal numbers sharing the mean of theirs. From -1 to 1; NaN
 * where a series does not vary.
 */
@Extension
@Component(value = "correlation", doc = "Pearson's and Spearman's correlation of two series")
public final class Correlation implements Metric {
  @Override
  public Set<String> inputs() {
    return Set.of("x", "y");
  }

  @Override
  public Result measure(Samples samples) {
    Blocks.atLeast(2, samples, "x", "correlation");
    double[] x = numbers(samples, "x");
    double[] y = numbers(samples, "y");
    if (x.length != y.length) {
      throw new IrepaException(
          "The metric correlation needs as many numbers x as y; there are %d and %d."
              .formatted(x.length, y.length));
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("pearson", pearson(x, y));
    numbers.put("spearman", pearson(ranks(x), ranks(y)));
    return new Result(numbers, Optional.empty());
  }

  private static double[] numbers(Samples samples, String input) {
    try (Scope scope = Scope.open()) {
      return samples
          .read(input, 0, samples.count(input))
          .toType(DataType.FLOAT64, false)
          .toDoubleArray();
    }
  }

  private static double pearson(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double products = 0;
    double squaresX = 0;
    double squaresY = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squaresX += (x[i] - meanX) * (x[i] - meanX);
      squaresY += (y[i] - meanY) * (y[i] - meanY);
    }
    return products / Math.sqrt(squaresX) / Math.sqrt(squaresY);
  }

  private static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    for (int from = 0; from < order.length; ) {
      int to = from + 1;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + to - 1) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
