package io.irepa.plugin.metrics;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Metric;
import io.irepa.spi.Range;
import io.irepa.spi.Samples;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Local versus distant similarity (arXiv 2512.10794): the mean cosine of tokens beside each other
 * less that of tokens far apart, by Manhattan distance on the grid. From -2 to 2; higher where
 * neighbours are more alike than others.
 */
@Extension
@Component(
    value = "lds",
    doc = "local versus distant similarity of tokens: higher where neighbours are more alike")
public final class Lds implements Metric {
  private final Config config;

  /** The keys. */
  public record Config(
      @Doc("tokens at least so many rows and columns apart are distant")
          @Default("6")
          @Range(min = 2)
          int farDistance) {}

  /** Called by composition. */
  @Inject
  public Lds(Config config) {
    this.config = config;
  }

  @Override
  public Set<String> inputs() {
    return Set.of(TOKENS);
  }

  @Override
  public Result measure(Samples samples) {
    int far = config.farDistance();
    return TokenPairs.weighted(
        samples,
        (grid, distances) -> {
          double[] weights = TokenPairs.mean(distances, grid, "1", distance -> distance == 1);
          double[] distant = TokenPairs.mean(distances, grid, far + " or more", d -> d >= far);
          for (int i = 0; i < weights.length; i++) {
            weights[i] -= distant[i];
          }
          return weights;
        });
  }
}
