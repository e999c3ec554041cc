package io.irepa.study;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.irepa.compose.Composer;
import io.irepa.config.StudyPlan;
import io.irepa.spi.ArraySamples;
import io.irepa.spi.Metric;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Host;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How two numbers of encoders go together, by the metric that the study names. */
final class Correlations implements AutoCloseable {
  /** Fewer say nothing. */
  private static final int FEWEST = 3;

  private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager(ai.djl.Device.cpu());
  private final Metric metric;
  private final int resamples;

  /**
   * A coefficient.
   *
   * @param value of all encoders
   * @param interval percentile bootstrap over the encoders, 95 %
   * @param count of encoders
   */
  record Coefficient(double value, Quantiles.Interval interval, int count) {}

  /** Composes the metric. */
  Correlations(StudyPlan plan) {
    this.metric =
        new Composer(plan.runs().get(0).config(), manager)
            .create(plan.study().correlation(), "correlation", Map.of());
    this.resamples = plan.study().resamples();
  }

  /**
   * Compares.
   *
   * @param x one a encoder
   * @param y likewise
   * @return by the metric's names, such as {@code pearson}; none if there are too few encoders
   */
  Map<String, Coefficient> of(double[] x, double[] y) {
    Map<String, Coefficient> found = new LinkedHashMap<>();
    if (x.length < FEWEST) {
      return found;
    }
    Map<String, List<Double>> drawn = new LinkedHashMap<>();
    for (int[][] draw : Resampling.draws(resamples, x.length)) {
      measure(chosen(x, draw[0]), chosen(y, draw[0]))
          .forEach((name, value) -> drawn.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
    }
    measure(x, y)
        .forEach(
            (name, value) ->
                found.put(
                    name,
                    new Coefficient(
                        value,
                        Quantiles.middle(
                            drawn.get(name).stream().mapToDouble(Double::doubleValue).toArray()),
                        x.length)));
    return found;
  }

  private Map<String, Double> measure(double[] x, double[] y) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off();
        NDManager host = Host.newManager()) {
      return metric
          .measure(new ArraySamples(Map.of("x", host.create(x), "y", host.create(y))))
          .numbers();
    }
  }

  private static double[] chosen(double[] numbers, int[] places) {
    return java.util.Arrays.stream(places).mapToDouble(place -> numbers[place]).toArray();
  }

  @Override
  public void close() {
    manager.close();
  }
}
