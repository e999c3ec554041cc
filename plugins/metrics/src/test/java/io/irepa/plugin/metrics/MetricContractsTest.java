package io.irepa.plugin.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Metric;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.MetricContract;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;

/** Every metric of the plugin against the contract. */
final class MetricContractsTest {
  private static Map<String, NDArray> tokens(NDManager manager) {
    return Map.of(Metric.TOKENS, normal(manager, "tokens", 3, 25, 4));
  }

  private static Map<String, NDArray> maskedTokens(NDManager manager) {
    return Map.of(
        Metric.TOKENS, normal(manager, "tokens", 3, 25, 4), Metric.MASK, mask(manager, 3, 25));
  }

  private static Map<String, NDArray> features(NDManager manager) {
    return Map.of(
        Metric.REAL, normal(manager, "real", 20, 6),
        Metric.GENERATED, normal(manager, "generated", 17, 6));
  }

  private static NDArray normal(NDManager manager, String name, long... sides) {
    return Fakes.normal(manager, name, new Shape(sides), DataType.FLOAT32);
  }

  /** The first half of the tokens. */
  private static NDArray mask(NDManager manager, int images, int tokens) {
    long[] mask = new long[images * tokens];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = i % tokens < tokens / 2 ? 1 : 0;
    }
    return manager.create(mask, new Shape(images, tokens));
  }

  private abstract static class Of extends MetricContract {
    private final Supplier<Metric> metric;
    private final Function<NDManager, Map<String, NDArray>> samples;

    Of(Supplier<Metric> metric, Function<NDManager, Map<String, NDArray>> samples) {
      this.metric = metric;
      this.samples = samples;
    }

    @Override
    protected Metric metric() {
      return metric.get();
    }

    @Override
    protected Map<String, NDArray> samples() {
      return samples.apply(manager());
    }
  }

  @Nested
  final class LdsContract extends Of {
    LdsContract() {
      super(() -> new Lds(new Lds.Config(4)), MetricContractsTest::tokens);
    }
  }

  @Nested
  final class CdsContract extends Of {
    CdsContract() {
      super(() -> new Cds(new Cds.Config(8)), MetricContractsTest::tokens);
    }
  }

  @Nested
  final class SrssContract extends Of {
    SrssContract() {
      super(() -> new Srss(new Srss.Config(1, 3)), MetricContractsTest::maskedTokens);
    }
  }

  @Nested
  final class RmscContract extends Of {
    RmscContract() {
      super(Rmsc::new, MetricContractsTest::tokens);
    }
  }

  @Nested
  final class FrechetContract extends Of {
    FrechetContract() {
      super(FrechetDistance::new, MetricContractsTest::features);
    }
  }

  @Nested
  final class KidContract extends Of {
    KidContract() {
      super(() -> new Kid(new Kid.Config(4, 10)), MetricContractsTest::features);
    }
  }

  @Nested
  final class PrecisionRecallContract extends Of {
    PrecisionRecallContract() {
      super(
          () -> new PrecisionRecall(new PrecisionRecall.Config(3)), MetricContractsTest::features);
    }
  }

  @Nested
  final class DensityCoverageContract extends Of {
    DensityCoverageContract() {
      super(
          () -> new DensityCoverage(new DensityCoverage.Config(3)), MetricContractsTest::features);
    }
  }

  @Nested
  final class InceptionScoreContract extends Of {
    InceptionScoreContract() {
      super(
          () -> new InceptionScore(new InceptionScore.Config(3)),
          manager -> Map.of(Metric.LOGITS, normal(manager, "logits", 20, 5)));
    }
  }

  @Nested
  final class CknnaContract extends Of {
    CknnaContract() {
      super(
          () -> new Cknna(new Cknna.Config(4)),
          manager ->
              Map.of("a", normal(manager, "a", 20, 5), "b", normal(manager, "a", 20, 5).mul(2)));
    }
  }

  @Nested
  final class CorrelationContract extends Of {
    CorrelationContract() {
      super(
          Correlation::new,
          manager -> Map.of("x", normal(manager, "x", 9), "y", normal(manager, "y", 9)));
    }
  }
}
