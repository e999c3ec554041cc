package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Histogram;
import io.irepa.tensor.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HistogramsTest {
  private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private Histogram of(float... values) {
    try (Scope scope = Scope.open()) {
      Histograms histograms = new Histograms();
      histograms.gradients(List.of("w"), new NDList(manager.create(values)));
      return histograms.read().get("gradients/w");
    }
  }

  @Test
  void countsInJavaAndOnTheDeviceAgree() {
    Random random = new Random(1);
    float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Histogram histogram = of(values);
    double[] sorted = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      sorted[i] = values[i];
    }
    Arrays.sort(sorted);
    double least = sorted[0];
    double greatest = sorted[sorted.length - 1];
    long[] bins = new long[histogram.bins().length];
    for (double value : sorted) {
      double place = (value - least) / (greatest - least) * bins.length;
      bins[Math.min(bins.length - 1, (int) place)]++;
    }
    assertThat(histogram.bins()).as("bins").isEqualTo(bins);
    assertThat(histogram.least()).as("least").isEqualTo(least);
    assertThat(histogram.greatest()).as("greatest").isEqualTo(greatest);
    assertThat(histogram.count()).as("count").isEqualTo(values.length);
    assertThat(histogram.sum()).as("sum").isCloseTo(Arrays.stream(sorted).sum(), within(1e-9));
    assertThat(histogram.squares())
        .as("sum of squares")
        .isCloseTo(Arrays.stream(sorted).map(x -> x * x).sum(), within(1e-9));
  }

  @Test
  void equalNumbersLieInOneBin() {
    Histogram histogram = of(0.5f, 0.5f, 0.5f);
    assertThat(histogram.bins()[0]).as("first bin").isEqualTo(3);
    assertThat(Arrays.stream(histogram.bins()).sum()).as("all bins").isEqualTo(3);
  }

  @Test
  void numbersThatAreNotFiniteAreLeftOut() {
    Histogram histogram = of(Float.NaN, -2, Float.POSITIVE_INFINITY, 6, Float.NEGATIVE_INFINITY);
    assertThat(histogram.count()).as("count").isEqualTo(2);
    assertThat(histogram.least()).as("least").isEqualTo(-2);
    assertThat(histogram.greatest()).as("greatest").isEqualTo(6);
  }

  @Test
  void anArrayWithoutFiniteNumbersIsEmpty() {
    Histogram histogram = of(Float.NaN);
    assertThat(histogram.count()).as("count").isZero();
    assertThat(Arrays.stream(histogram.bins()).sum()).as("all bins").isZero();
  }

  @Test
  void severalArraysAreReadByName() {
    try (Scope scope = Scope.open()) {
      Histograms histograms = new Histograms();
      NDList arrays = new NDList(manager.ones(new Shape(2, 3)), manager.zeros(new Shape(4)).add(7));
      histograms.gradients(List.of("a", "b"), arrays);
      histograms.parameters(List.of("a", "b"), arrays);
      Map<String, Histogram> read = histograms.read();
      assertThat(read.keySet())
          .as("names")
          .containsExactly("gradients/a", "gradients/b", "parameters/a", "parameters/b");
      assertThat(read.values().stream().map(Histogram::sum))
          .as("sums")
          .containsExactly(6.0, 28.0, 6.0, 28.0);
    }
  }
}
