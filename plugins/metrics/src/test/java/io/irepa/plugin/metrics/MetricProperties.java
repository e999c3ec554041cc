package io.irepa.plugin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.ArraySamples;
import io.irepa.spi.Metric;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Laws that hold for any samples. */
final class MetricProperties {
  private static double number(
      Metric metric,
      long seed,
      String name,
      BiFunction<NDManager, SeededDraws, Map<String, NDArray>> samples) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Scope scope = Scope.open()) {
      Map<String, NDArray> made = samples.apply(manager, new SeededDraws(manager, seed, 0));
      return metric.measure(new ArraySamples(made)).numbers().get(name);
    }
  }

  private static Map<String, NDArray> pair(NDArray real, NDArray generated) {
    return Map.of(Metric.REAL, real, Metric.GENERATED, generated);
  }

  @Property(tries = 30)
  void samplesAreNoDistanceFromThemselves(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 30) int rows,
      @ForAll @IntRange(min = 1, max = 20) int width) {
    double distance =
        number(
            new FrechetDistance(),
            seed,
            "value",
            (manager, draws) -> {
              NDArray x = draws.normal("x", new Shape(rows, width));
              return pair(x, x);
            });
    assertThat(distance).as("distance").isCloseTo(0, within(1e-6 * width));
  }

  @Property(tries = 30)
  void aShiftIsAsFarAsItIsLong(
      @ForAll long seed, @ForAll @DoubleRange(min = -5, max = 5) double shift) {
    double moved = (float) shift;
    double distance =
        number(
            new FrechetDistance(),
            seed,
            "value",
            (manager, draws) -> {
              NDArray x = draws.normal("x", new Shape(40, 8));
              return pair(x, x.add(moved));
            });
    assertThat(distance)
        .as("squared distance of a shift by %s in 8 directions", moved)
        .isCloseTo(8 * moved * moved, within(1e-4 * (1 + moved * moved)));
  }

  @Property(tries = 30)
  void theDistanceIsTheSameBothWays(
      @ForAll long seed, @ForAll @IntRange(min = 3, max = 12) int width) {
    BiFunction<NDArray, NDArray, Map<String, NDArray>> forth = MetricProperties::pair;
    BiFunction<NDArray, NDArray, Map<String, NDArray>> back = (x, y) -> pair(y, x);
    double[] both = new double[2];
    int i = 0;
    for (BiFunction<NDArray, NDArray, Map<String, NDArray>> order : List.of(forth, back)) {
      both[i++] =
          number(
              new FrechetDistance(),
              seed,
              "value",
              (manager, draws) ->
                  order.apply(
                      draws.normal("x", new Shape(9, width)),
                      draws.normal("y", new Shape(7, width)).mul(2)));
    }
    assertThat(both[1]).as("the other way").isCloseTo(both[0], within(1e-6 * (1 + both[0])));
  }

  @Property(tries = 20)
  void equalSetsHaveFullPrecisionAndRecall(
      @ForAll long seed, @ForAll @IntRange(min = 5, max = 40) int rows) {
    for (String name : List.of("precision", "recall")) {
      double share =
          number(
              new PrecisionRecall(new PrecisionRecall.Config(3)),
              seed,
              name,
              (manager, draws) -> {
                NDArray x = draws.normal("x", new Shape(rows, 4));
                return pair(x, x);
              });
      assertThat(share).as(name).isEqualTo(1);
    }
  }

  /** All metrics of tokens look at directions alone. */
  @Property(tries = 20)
  void theLengthOfTokensDoesNotMatter(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 100) double scale) {
    List<Metric> metrics =
        List.of(new Lds(new Lds.Config(3)), new Cds(new Cds.Config(8)), new Rmsc());
    for (Metric metric : metrics) {
      double plain =
          number(
              metric,
              seed,
              "mean",
              (manager, draws) -> Map.of(Metric.TOKENS, draws.normal("x", new Shape(2, 16, 5))));
      double scaled =
          number(
              metric,
              seed,
              "mean",
              (manager, draws) ->
                  Map.of(Metric.TOKENS, draws.normal("x", new Shape(2, 16, 5)).mul(scale)));
      assertThat(scaled).as("%s of scaled tokens", metric).isCloseTo(plain, within(1e-5));
    }
  }

  @Property(tries = 20)
  void equalTokensHaveNoStructure(@ForAll long seed) {
    List<Metric> metrics =
        List.of(new Lds(new Lds.Config(3)), new Cds(new Cds.Config(8)), new Rmsc());
    for (Metric metric : metrics) {
      double value =
          number(
              metric,
              seed,
              "mean",
              (manager, draws) ->
                  Map.of(
                      Metric.TOKENS,
                      draws.normal("x", new Shape(2, 1, 5)).broadcast(new Shape(2, 16, 5))));
      assertThat(value).as("%s of equal tokens", metric).isCloseTo(0, within(1e-6));
    }
  }

  @Property(tries = 50)
  void whatGrowsTogetherIsFullyRankCorrelated(
      @ForAll @Size(min = 3, max = 20) List<@IntRange(min = -40, max = 40) Integer> values) {
    net.jqwik.api.Assume.that(values.stream().distinct().count() > 1);
    float[] x = new float[values.size()];
    float[] y = new float[values.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = values.get(i);
      y[i] = (float) Math.exp(values.get(i) / 10.0);
    }
    double spearman =
        number(
            new Correlation(),
            0,
            "spearman",
            (manager, draws) -> Map.of("x", manager.create(x), "y", manager.create(y)));
    assertThat(spearman).as("Spearman's correlation").isCloseTo(1, within(1e-9));
  }
}
