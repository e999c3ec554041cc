package io.irepa.plugin.metrics;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Metric;
import io.irepa.spi.Range;
import io.irepa.spi.Samples;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Improved precision and recall (Kynkäänniemi et al., arXiv 1904.06991): the share of generated
 * samples within the balls around real ones that reach their k-th nearest other, and the share of
 * real samples within those around generated ones. From 0 to 1; higher is better.
 */
@Extension
@Component(
    value = "precision-recall",
    doc = "improved precision and recall of generated images by nearest neighbours")
public final class PrecisionRecall implements Metric {
  private final Config config;

  /** The keys. */
  public record Config(
      @Doc("a sample's ball reaches to its neighbour of this rank") @Default("3") @Range(min = 1)
          int neighbours) {}

  /** Called by composition. */
  @Inject
  public PrecisionRecall(Config config) {
    this.config = config;
  }

  @Override
  public Set<String> inputs() {
    return Set.of(REAL, GENERATED);
  }

  @Override
  public Result measure(Samples samples) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("precision", share(samples, GENERATED, REAL));
    numbers.put("recall", share(samples, REAL, GENERATED));
    return new Result(numbers, Optional.empty());
  }

  private double share(Samples samples, String of, String around) {
    int k = config.neighbours();
    Blocks.atLeast(1, samples, of, "precision-recall");
    Blocks.atLeast(k + 1L, samples, around, "precision-recall");
    double[] radii = Neighbours.radii(samples, around, k);
    double[] balls = Neighbours.balls(samples, of, around, radii, false);
    return Arrays.stream(balls).filter(hits -> hits > 0).count() / (double) balls.length;
  }
}
