package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Guidance;
import io.irepa.spi.Sampler;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of {@link Sampler}, on a field whose data are one point a class: every sample must
 * end there.
 *
 * @since 0.1
 */
public abstract class SamplerContract extends Contract {
  private static final long[] LABELS = {0, 3};
  private static final int STEPS = 50;
  private static final Guidance NONE = new Guidance(1, 0, 1);

  /** For a subclass. */
  protected SamplerContract() {}

  /** {@return the sampler under test} */
  protected abstract Sampler sampler();

  /**
   * How far from the point 50 steps may end; more for a sampler whose last step leaves noise.
   *
   * @return a distance where the noise has deviation 1
   */
  protected double tolerance() {
    return 1e-5;
  }

  private NDArray noise() {
    return Fakes.normal(manager(), "noise", new Shape(BATCH, 3, 4, 5), DataType.FLOAT32);
  }

  private NDArray labels() {
    return manager().create(LABELS);
  }

  private NDArray sample(
      PointField field, NDArray noise, NDArray labels, int steps, Guidance guidance) {
    Draws draws = new SeededDraws(manager(), 9, 0);
    try (Autograd.Recording off = Autograd.off()) {
      return sampler().sample(field, noise, labels, new Sampler.Plan(steps, guidance), draws);
    }
  }

  /**
   * Gives float32 samples of the noise's shape, with few steps too.
   *
   * @param steps each in turn
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  public void givesSamplesLikeTheNoise(int steps) {
    NDArray noise = noise();
    NDArray labels = labels();
    try (Scope scope = Scope.open()) {
      NDArray samples = sample(new PointField(), noise, labels, steps, NONE);
      assertThat(samples.getShape()).as("shape").isEqualTo(noise.getShape());
      assertThat(samples.getDataType()).as("format").isEqualTo(DataType.FLOAT32);
      assertFinite(samples, "samples");
    }
  }

  /** Where a class has one point for its data, its samples end there. */
  @Test
  public void endsAtTheData() {
    assertEndsAt(NONE, PointField.point(LABELS[0]), PointField.point(LABELS[1]));
  }

  /** Guidance at all times pushes the point away from that of no class, by the scale. */
  @Test
  public void guidancePushesAwayFromNoClass() {
    double none = PointField.point(PointField.NULL);
    assertEndsAt(
        new Guidance(3, 0, 1),
        none + 3 * (PointField.point(LABELS[0]) - none),
        none + 3 * (PointField.point(LABELS[1]) - none));
  }

  private void assertEndsAt(Guidance guidance, double... points) {
    NDArray noise = noise();
    NDArray labels = labels();
    double[] samples = numbersOf(() -> sample(new PointField(), noise, labels, STEPS, guidance));
    int size = samples.length / points.length;
    for (int i = 0; i < samples.length; i++) {
      assertThat(samples[i])
          .as("number %d of the sample of label %d", i % size, LABELS[i / size])
          .isCloseTo(points[i / size], Offset.offset(tolerance()));
    }
  }

  /** Asks for no class within the guidance interval, give or take a step, and never outside. */
  @Test
  public void asksForNoClassOnlyWithinTheInterval() {
    PointField field = new PointField();
    NDArray noise = noise();
    NDArray labels = labels();
    numbersOf(() -> sample(field, noise, labels, 10, new Guidance(2, 0.35, 0.75)));
    List<Double> guided = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    for (PointField.Call call : field.calls()) {
      (call.none() ? guided : plain).add(call.time());
    }
    assertThat(guided).as("times of guided calls").isNotEmpty();
    assertThat(guided).as("times of guided calls").allMatch(t -> t > 0.35 - 0.1 && t <= 0.75);
    assertThat(plain).as("times of plain calls").anyMatch(t -> t > 0.75).anyMatch(t -> t < 0.35);
  }

  /** Without guidance, only the labels are asked for. */
  @Test
  public void asksForNoClassOnlyWhereGuidanceActs() {
    PointField field = new PointField();
    NDArray noise = noise();
    NDArray labels = labels();
    numbersOf(() -> sample(field, noise, labels, 5, NONE));
    assertThat(field.calls()).as("calls").isNotEmpty().noneMatch(PointField.Call::none);
  }

  /** Goes from noise to data and never back. */
  @Test
  public void goesFromNoiseToData() {
    PointField field = new PointField();
    NDArray noise = noise();
    NDArray labels = labels();
    numbersOf(() -> sample(field, noise, labels, 10, NONE));
    List<Double> times = field.calls().stream().map(PointField.Call::time).toList();
    assertThat(times).as("times").isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(times.get(0)).as("first time").isEqualTo(1);
    assertThat(times).as("times").allMatch(t -> t > 0);
  }

  /** Equal draws give equal bits; noise and labels stay as they were. */
  @Test
  public void repeatsItselfAndChangesNothing() {
    NDArray noise = noise();
    NDArray labels = labels();
    PointField field = new PointField();
    assertPure(() -> sample(field, noise, labels, 4, new Guidance(2, 0, 1)), noise, labels);
  }

  /** Keeps no array. */
  @Test
  public void leavesNoArrayBehind() {
    NDArray noise = noise();
    NDArray labels = labels();
    PointField field = new PointField();
    assertLeavesNothing(() -> sample(field, noise, labels, 4, new Guidance(2, 0, 1)));
  }

  /** A CUDA device gives what the CPU gives. */
  @Test
  public void givesTheSameOnCuda() {
    assertSameOnCuda(() -> sample(new PointField(), noise(), labels(), 4, new Guidance(2, 0, 1)));
  }
}
