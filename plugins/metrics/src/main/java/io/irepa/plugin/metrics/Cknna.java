package io.irepa.plugin.metrics;

import com.google.inject.Inject;
import io.irepa.IrepaException;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Metric;
import io.irepa.spi.Range;
import io.irepa.spi.Samples;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Centred kernel nearest-neighbour alignment (Huh et al., arXiv 2405.07987, appendix A) of two
 * representations {@code a} and {@code b} [N,·] of the same N samples: the unbiased HSIC of their
 * inner products between unit vectors, over pairs that are neighbours in both, divided by the root
 * of each one's own. About 0 for unrelated representations, 1 for equal ones.
 */
@Extension
@Component(
    value = "cknna",
    doc = "centred kernel nearest-neighbour alignment of two representations")
public final class Cknna implements Metric {
  /** Five square matrices of so many rows fit 1 GB. */
  private static final int MOST = 4096;

  private final Config config;
  private final Kernel kernel;

  /** The keys. */
  public record Config(
      @Doc("nearest others of a sample that count") @Default("10") @Range(min = 2)
          int neighbours) {}

  /** Called by composition. */
  @Inject
  public Cknna(Config config) {
    this.config = config;
    this.kernel = Kernel.of(Cknna.class, "cknna.ts.py", Map.of("neighbours", config.neighbours()));
  }

  @Override
  public Set<String> inputs() {
    return Set.of("a", "b");
  }

  @Override
  public Result measure(Samples samples) {
    long count = Blocks.atLeast(Math.max(4, config.neighbours() + 1L), samples, "a", "cknna");
    if (samples.count("b") != count || count > MOST) {
      throw new IrepaException(
          "The metric cknna compares as many samples 'a' as 'b', at most %d; there are %d and %d."
              .formatted(MOST, count, samples.count("b")));
    }
    try (Scope scope = Scope.open()) {
      return new Result(
          kernel.call(samples.read("a", 0, count), samples.read("b", 0, count)).toDoubleArray()[0]);
    }
  }
}
