package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.ArraySamples;
import io.irepa.spi.Metric;
import io.irepa.spi.Samples;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Metric}.
 *
 * @since 0.1
 */
public abstract class MetricContract extends Contract {
  /** For a subclass. */
  protected MetricContract() {}

  /** {@return the metric under test} */
  protected abstract Metric metric();

  /**
   * Samples of every input, enough for the metric and at least two; equal at each call.
   *
   * @return [N, …] on {@link #manager} by input
   */
  protected abstract Map<String, NDArray> samples();

  /** The numbers, with recording off and everything closed that was made for them. */
  private static Metric.Result measured(Metric metric, Samples samples) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      return metric.measure(samples);
    }
  }

  /** What it asks for is what it names, so that a caller can supply it. */
  @Test
  public void readsTheInputsThatItNames() {
    Map<String, NDArray> samples = samples();
    Recorded recorded = new Recorded(new ArraySamples(samples), new TreeSet<>());
    measured(metric(), recorded);
    assertThat(recorded.read()).as("inputs read").isEqualTo(new TreeSet<>(metric().inputs()));
  }

  /** Numbers have names, and those of real samples are numbers. */
  @Test
  public void givesNumbersWithNames() {
    Metric.Result result = measured(metric(), new ArraySamples(samples()));
    assertThat(result.numbers()).as("numbers").isNotEmpty();
    result
        .numbers()
        .forEach(
            (name, value) -> {
              assertThat(name).as("name").matches("[a-z][a-z0-9-]*");
              assertThat(value).as(name).isFinite();
            });
  }

  /** The same samples, the same numbers to the last bit; and the samples stay as they are. */
  @Test
  public void repeatsItselfAndChangesNothing() {
    Map<String, NDArray> samples = samples();
    Map<String, double[]> before = new LinkedHashMap<>();
    samples.forEach((name, array) -> before.put(name, asDoubles(array)));
    Metric metric = metric();
    Metric.Result first = measured(metric, new ArraySamples(samples));
    assertThat(measured(metric, new ArraySamples(samples)).numbers())
        .as("the second of two equal calls")
        .isEqualTo(first.numbers());
    before.forEach(
        (name, values) ->
            assertThat(asDoubles(samples.get(name)))
                .as("%s after the call", name)
                .isEqualTo(values));
  }

  /** A value of one sample does not depend on the others: callers measure some at a time. */
  @Test
  public void givesEachSampleItsOwnValue() {
    Map<String, NDArray> samples = samples();
    Metric.Result all = measured(metric(), new ArraySamples(samples));
    if (all.values().isEmpty()) {
      assertThat(metric().inputs())
          .as("inputs of a metric of all samples together")
          .doesNotContain(Metric.TOKENS);
      return;
    }
    Map<String, NDArray> first = new LinkedHashMap<>();
    samples.forEach((name, array) -> first.put(name, array.get("0:1")));
    assertThat(measured(metric(), new ArraySamples(first)).values().orElseThrow())
        .as("value of the first sample alone")
        .containsExactly(Arrays.copyOf(all.values().get(), 1), Offset.offset(1e-9));
  }

  /** Keeps no array. */
  @Test
  public void leavesNoArrayBehind() {
    Map<String, NDArray> samples = samples();
    Metric metric = metric();
    measured(metric, new ArraySamples(samples));
    int before = manager().getManagedArrays().size();
    measured(metric, new ArraySamples(samples));
    assertThat(manager().getManagedArrays().size()).as("arrays alive").isEqualTo(before);
  }

  private static double[] asDoubles(NDArray array) {
    return array.getDataType().isFloating()
        ? numbers(array)
        : Arrays.stream(array.toLongArray()).asDoubleStream().toArray();
  }

  /** Takes note of what is read. */
  private record Recorded(Samples samples, TreeSet<String> read) implements Samples {
    @Override
    public long count(String input) {
      return samples.count(input);
    }

    @Override
    public NDArray read(String input, long[] indices) {
      read.add(input);
      return samples.read(input, indices);
    }
  }
}
