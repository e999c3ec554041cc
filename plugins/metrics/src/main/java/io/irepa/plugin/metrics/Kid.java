package io.irepa.plugin.metrics;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Metric;
import io.irepa.spi.Range;
import io.irepa.spi.Samples;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Philox;
import io.irepa.tensor.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.pf4j.Extension;

/**
 * Kernel inception distance (Bińkowski et al., arXiv 1801.01401): the unbiased squared maximum mean
 * discrepancy of real and generated features under the kernel (x·y / D + 1)³, over random subsets.
 * {@code value} is the subsets' mean, 0 on average where both come from one distribution, and
 * {@code deviation} their population deviation. Lower is better.
 */
@Extension
@Component(value = "kid", doc = "kernel inception distance of real and generated images' features")
public final class Kid implements Metric {
  private static final Kernel KERNEL = Kernel.of(Kid.class, "kernel_distance.ts.py");

  private final Config config;

  /** The keys. */
  public record Config(
      @Doc("random subsets that are averaged") @Default("100") @Range(min = 1) int subsets,
      @Doc("samples a subset; all where there are fewer") @Default("1000") @Range(min = 2)
          int subsetSize) {}

  /** Called by composition. */
  @Inject
  public Kid(Config config) {
    this.config = config;
  }

  @Override
  public Set<String> inputs() {
    return Set.of(REAL, GENERATED);
  }

  @Override
  public Result measure(Samples samples) {
    long real = Blocks.atLeast(2, samples, REAL, "kid");
    long generated = Blocks.atLeast(2, samples, GENERATED, "kid");
    boolean whole = config.subsetSize() >= Math.max(real, generated);
    double[] distances = new double[whole ? 1 : config.subsets()];
    for (int i = 0; i < distances.length; i++) {
      try (Scope scope = Scope.open()) {
        distances[i] =
            KERNEL.call(
                    samples.read(REAL, subset(real, Philox.of(0, i, "kid.real"))),
                    samples.read(GENERATED, subset(generated, Philox.of(0, i, "kid.generated"))))
                .toDoubleArray()[0];
      }
    }
    double mean = Arrays.stream(distances).average().orElseThrow();
    double variance =
        Arrays.stream(distances).map(d -> (d - mean) * (d - mean)).average().orElse(0);
    Map<String, Double> numbers = new LinkedHashMap<>();
    numbers.put("value", mean);
    numbers.put("deviation", Math.sqrt(variance));
    return new Result(numbers, Optional.empty());
  }

  /** Different indices, the first of a shuffle. */
  private long[] subset(long count, RandomGenerator random) {
    long[] all = new long[(int) count];
    Arrays.setAll(all, i -> i);
    int size = (int) Math.min(count, config.subsetSize());
    for (int i = 0; i < size; i++) {
      int other = i + (int) Math.floor(random.nextFloat() * (double) (all.length - i));
      long taken = all[other];
      all[other] = all[i];
      all[i] = taken;
    }
    return Arrays.copyOf(all, size);
  }
}
