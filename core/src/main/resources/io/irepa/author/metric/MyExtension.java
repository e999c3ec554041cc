package org.example.extension;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Metric;
import io.irepa.spi.Samples;
import io.irepa.tensor.Scope;
import java.util.Set;
import org.pf4j.Extension;

/**
 * How much the tokens of an image differ: 1 less the mean cosine of all pairs of them, each with
 * itself included. 0 where all point the same way, 1 where directions cancel out.
 */
@Extension
@Component(value = "my-extension", doc = "diversity of an image's tokens: 0 where all are alike")
public final class MyExtension implements Metric {
  private final Config config;

  /**
   * The keys.
   *
   * @param centred whether the mean is taken away
   */
  public record Config(
      @Doc("whether the tokens' mean is taken away first") @Default("false") boolean centred) {}

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public MyExtension(Config config) {
    this.config = config;
  }

  @Override
  public Set<String> inputs() {
    return Set.of(TOKENS);
  }

  @Override
  public Result measure(Samples samples) {
    double[] values = new double[(int) samples.count(TOKENS)];
    for (int i = 0; i < values.length; i++) {
      try (Scope scope = Scope.open()) {
        values[i] = diversity(samples.read(TOKENS, i, i + 1));
      }
    }
    return Result.of(values);
  }

  private double diversity(NDArray sample) {
    long width = sample.getShape().get(sample.getShape().dimension() - 1);
    NDArray tokens = sample.reshape(-1, width); // [T,D], whatever the grid
    if (config.centred()) {
      tokens = tokens.sub(tokens.mean(new int[] {0}, true));
    }
    NDArray unit = tokens.div(tokens.square().sum(new int[] {1}, true).add(1e-12f).sqrt());
    // The mean of all cosines is the squared length of the mean direction.
    return 1 - unit.mean(new int[] {0}).square().sum().getFloat();
  }
}
