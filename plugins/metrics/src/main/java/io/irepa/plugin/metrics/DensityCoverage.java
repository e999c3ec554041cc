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
 * Density and coverage (Naeem et al., arXiv 2002.09797, eqs. 3 and 4), over the balls around real
 * samples that reach their k-th nearest other: how many of them a generated sample lies in, over k,
 * and the share of them that hold a generated sample. Density is at least 0 and may exceed 1;
 * coverage is from 0 to 1; higher is better.
 */
@Extension
@Component(
    value = "density-coverage",
    doc = "density and coverage of generated images by nearest neighbours")
public final class DensityCoverage implements Metric {
  private final Config config;

  /** The keys. */
  public record Config(
      @Doc("a real sample's ball reaches to its neighbour of this rank")
          @Default("5")
          @Range(min = 1)
          int neighbours) {}

  /** Called by composition. */
  @Inject
  public DensityCoverage(Config config) {
    this.config = config;
  }

  @Override
  public Set<String> inputs() {
    return Set.of(REAL, GENERATED);
  }

  @Override
  public Result measure(Samples samples) {
    int k = config.neighbours();
    Blocks.atLeast(k + 1L, samples, REAL, "density-coverage");
    Blocks.atLeast(1, samples, GENERATED, "density-coverage");
    double[] radii = Neighbours.radii(samples, REAL, k);
    double[] balls = Neighbours.balls(samples, GENERATED, REAL, radii, true);
    double[] nearest = Neighbours.nearest(samples, REAL, GENERATED);
    int covered = 0;
    for (int i = 0; i < radii.length; i++) {
      covered += nearest[i] < radii[i] ? 1 : 0;
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("density", Arrays.stream(balls).sum() / k / balls.length);
    numbers.put("coverage", covered / (double) radii.length);
    return new Result(numbers, Optional.empty());
  }
}
