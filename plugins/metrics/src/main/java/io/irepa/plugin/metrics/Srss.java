package io.irepa.plugin.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Grid;
import io.irepa.spi.Metric;
import io.irepa.spi.Range;
import io.irepa.spi.Samples;
import io.irepa.tensor.Kernel;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Semantic-region self-similarity (arXiv 2512.10794): for tokens of the foreground, the mean cosine
 * to neighbours in the foreground less that to tokens of the background far off, by Manhattan
 * distance. An image in which no token of the foreground has both has no value.
 */
@Extension
@Component(
    value = "srss",
    doc = "semantic-region self-similarity of tokens: foreground against background, by a mask")
public final class Srss implements Metric {
  private static final Kernel KERNEL = Kernel.of(Srss.class, "srss.ts.py");

  private final Config config;

  /** The keys. */
  public record Config(
      @Doc("tokens at most so many rows and columns apart are neighbours")
          @Default("1")
          @Range(min = 1)
          int nearDistance,
      @Doc("tokens at least so many rows and columns apart are far off")
          @Default("6")
          @Range(min = 1)
          int farDistance) {}

  /** Called by composition. */
  @Inject
  public Srss(Config config) {
    this.config = config;
  }

  @Override
  public Set<String> inputs() {
    return Set.of(TOKENS, MASK);
  }

  @Override
  public Result measure(Samples samples) {
    if (samples.count(TOKENS) == 0) {
      return Result.of(new double[0]);
    }
    Grid grid = TokenPairs.grid(samples);
    int[] distances = TokenPairs.distances(grid);
    double[] near = TokenPairs.where(distances, d -> d > 0 && d <= config.nearDistance());
    double[] far = TokenPairs.where(distances, d -> d >= config.farDistance());
    return TokenPairs.each(
        samples,
        (tokens, from) -> {
          long count = tokens.getShape().get(0);
          NDArray mask = samples.read(MASK, from, from + count);
          return KERNEL.call(
              TokenPairs.similarity(tokens),
              mask.reshape(new Shape(count, grid.size())),
              TokenPairs.square(tokens.getManager(), near, grid),
              TokenPairs.square(tokens.getManager(), far, grid));
        });
  }
}
