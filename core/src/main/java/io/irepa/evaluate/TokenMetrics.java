package io.irepa.evaluate;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.ArraySamples;
import io.irepa.spi.Grid;
import io.irepa.spi.Metric;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Host;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the values of token metrics over many images, some at a time. */
public final class TokenMetrics {
  private final Map<String, Metric> metrics;
  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  /**
   * @param metrics by name; those that need something beside tokens and masks are left out
   */
  public TokenMetrics(Map<String, Metric> metrics) {
    this.metrics = new LinkedHashMap<>(metrics);
    this.metrics.values().removeIf(metric -> !isOfTokens(metric));
    this.metrics.keySet().forEach(name -> values.put(name, new ArrayList<>()));
  }

  /** Whether tokens, and masks at most, are all that a metric needs. */
  public static boolean isOfTokens(Metric metric) {
    return metric.inputs().contains(Metric.TOKENS)
        && metric.inputs().stream()
            .allMatch(input -> input.equals(Metric.TOKENS) || input.equals(Metric.MASK));
  }

  /** Whether a metric among these needs masks. */
  public boolean needsMasks() {
    return metrics.values().stream().anyMatch(metric -> metric.inputs().contains(Metric.MASK));
  }

  /**
   * Measures some images.
   *
   * @param tokens [B,T,D]
   * @param foregrounds [H,W] each; an image without one has no value of a metric that needs masks
   */
  public void add(Tokens tokens, List<Optional<float[]>> foregrounds) {
    Grid grid = tokens.grid();
    int count = foregrounds.size();
    try (Scope scope = Scope.open();
        NDManager cpu = Host.newManager()) {
      NDArray values = tokens.values().toDevice(Device.cpu(), false);
      long width = values.getShape().get(2);
      Map<String, NDArray> inputs = new HashMap<>();
      inputs.put(
          Metric.TOKENS, values.reshape(new Shape(count, grid.height(), grid.width(), width)));
      long[] masks = new long[count * grid.size()];
      for (int i = 0; i < count; i++) {
        if (foregrounds.get(i).isPresent()) {
          long[] mask = SourceImages.mask(foregrounds.get(i).get(), grid);
          System.arraycopy(mask, 0, masks, i * grid.size(), mask.length);
        }
      }
      inputs.put(Metric.MASK, cpu.create(masks, new Shape(count, grid.height(), grid.width())));
      metrics.forEach((name, metric) -> add(name, metric.measure(new ArraySamples(inputs))));
    }
  }

  private void add(String name, Metric.Result result) {
    for (double value : result.values().orElse(new double[0])) {
      values.get(name).add(value);
    }
  }

  /** What was found, by metric. */
  public Map<String, Summary> summaries() {
    Map<String, Summary> summaries = new LinkedHashMap<>();
    values.forEach((name, all) -> summaries.put(name, Summary.of(all)));
    return summaries;
  }

  /**
   * A metric over images.
   *
   * @param mean of the images that have a value; NaN if none has
   * @param deviation standard deviation over them; NaN if none has a value
   * @param images that have a value
   */
  public record Summary(double mean, double deviation, int images) {
    static Summary of(List<Double> values) {
      double[] found = values.stream().mapToDouble(v -> v).filter(v -> !Double.isNaN(v)).toArray();
      double sum = 0;
      for (double value : found) {
        sum += value;
      }
      double mean = sum / found.length;
      double squares = 0;
      for (double value : found) {
        squares += (value - mean) * (value - mean);
      }
      return new Summary(mean, Math.sqrt(squares / found.length), found.length);
    }
  }
}
