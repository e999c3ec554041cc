package io.irepa.plugin.metrics;

import io.irepa.spi.Component;
import io.irepa.spi.Metric;
import io.irepa.spi.Samples;
import io.irepa.tensor.Kernel;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Root-mean-square spatial contrast (arXiv 2512.10794): the root of the mean squared distance of an
 * image's tokens, scaled to length 1, from their mean. From 0, where all tokens point the same way,
 * to 1.
 */
@Extension
@Component(value = "rmsc", doc = "root-mean-square spatial contrast of tokens, from 0 to 1")
public final class Rmsc implements Metric {
  private static final Kernel KERNEL = Kernel.of(Rmsc.class, "rmsc.ts.py");

  @Override
  public Set<String> inputs() {
    return Set.of(TOKENS);
  }

  @Override
  public Result measure(Samples samples) {
    if (samples.count(TOKENS) == 0) {
      return Result.of(new double[0]);
    }
    return TokenPairs.each(samples, (tokens, from) -> KERNEL.call(tokens));
  }
}
