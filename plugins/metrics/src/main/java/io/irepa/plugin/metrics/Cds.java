package io.irepa.plugin.metrics;

import com.google.inject.Inject;
import io.irepa.IrepaException;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Grid;
import io.irepa.spi.Metric;
import io.irepa.spi.Range;
import io.irepa.spi.Samples;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Correlation decay slope (arXiv 2512.10794): how fast the mean cosine of two tokens falls with
 * their Manhattan distance, as the least-squares slope over the distances 1, 2, …, with its sign
 * turned. Higher where similarity falls faster.
 */
@Extension
@Component(
    value = "cds",
    doc = "correlation decay slope of tokens: how fast similarity falls with distance")
public final class Cds implements Metric {
  private final Config config;

  /** The keys. */
  public record Config(
      @Doc("the greatest distance that is looked at") @Default("8") @Range(min = 2)
          int maxDistance) {}

  /** Called by composition. */
  @Inject
  public Cds(Config config) {
    this.config = config;
  }

  @Override
  public Set<String> inputs() {
    return Set.of(TOKENS);
  }

  @Override
  public Result measure(Samples samples) {
    return TokenPairs.weighted(samples, this::weights);
  }

  /** The slope is a sum of the distances' means, and so of the pairs. */
  private double[] weights(Grid grid, int[] distances) {
    int most = Math.min(config.maxDistance(), grid.height() + grid.width() - 2);
    if (most < 2) {
      throw new IrepaException("On a grid of %s tokens there is no slope.".formatted(grid));
    }
    double middle = (1 + most) / 2.0;
    double squares = 0;
    for (int distance = 1; distance <= most; distance++) {
      squares += (distance - middle) * (distance - middle);
    }
    double[] weights = new double[distances.length];
    for (int distance = 1; distance <= most; distance++) {
      int one = distance;
      double[] mean = TokenPairs.mean(distances, grid, "" + one, d -> d == one);
      for (int i = 0; i < weights.length; i++) {
        weights[i] -= (distance - middle) / squares * mean[i];
      }
    }
    return weights;
  }
}
