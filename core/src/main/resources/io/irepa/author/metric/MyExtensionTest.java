package org.example.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.ArraySamples;
import io.irepa.spi.Metric;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.MetricContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every metric must keep is inherited; what this one promises stands here. */
final class MyExtensionTest extends MetricContract {
  @Override
  protected Metric metric() {
    return new MyExtension(new MyExtension.Config(false));
  }

  @Override
  protected Map<String, NDArray> samples() {
    return Map.of(
        Metric.TOKENS, Fakes.normal(manager(), "tokens", new Shape(3, 16, 5), DataType.FLOAT32));
  }

  @Test
  void isZeroWhereAllTokensAreAlike() {
    NDArray same = manager().ones(new Shape(1, 4, 3), DataType.FLOAT32);
    assertThat(
            metric().measure(new ArraySamples(Map.of(Metric.TOKENS, same))).numbers().get("mean"))
        .as("diversity of equal tokens")
        .isCloseTo(0, within(1e-6));
  }
}
