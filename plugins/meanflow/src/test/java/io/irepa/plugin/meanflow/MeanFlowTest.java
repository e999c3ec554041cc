package io.irepa.plugin.meanflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.ArrayBatch;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Field;
import io.irepa.spi.Grid;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Phase;
import io.irepa.spi.Prediction;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Losses against numbers worked out by hand, for a backbone that one can differentiate by eye. */
final class MeanFlowTest {
  private static final int NULL = 10;

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final Polynomial backbone = new Polynomial();
  private Scope scope;

  @BeforeEach
  void openScope() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
    manager.close();
  }

  /** u = z^2 + t r + y, so that du/dt along dz is 2 z dz + r; it remembers its calls. */
  private static final class Polynomial implements Backbone {
    private final List<Long> sizes = new ArrayList<>();

    @Override
    public BackboneShape shape() {
      return new BackboneShape(1, 1, new Grid(1, 1), 4, 1, NULL, true);
    }

    @Override
    public Prediction forward(Inputs inputs, Set<Integer> taps) {
      sizes.add(inputs.t().getShape().get(0));
      NDArray times = inputs.t().mul(inputs.r().orElseThrow()).add(inputs.y());
      return new Prediction(inputs.x().square().add(times.reshape(-1, 1, 1, 1)), Map.of());
    }
  }

  private MeanFlow plain() {
    return new MeanFlow(Configs.plain(Interpolant.LINEAR, 0.5), backbone, Fakes.alignment(1, 0));
  }

  /** Two examples: x = 2 with r = 0.25, t = 0.5, and x = 4 with r = t = 0.75; noise 1 and -1. */
  private Losses losses(Objective objective) {
    NDArray x = manager.create(new float[] {2, 4}, new Shape(2, 1, 1, 1));
    NDArray labels = manager.create(new long[] {3, 4});
    Map<String, float[]> values = new HashMap<>();
    values.put("time", new float[] {0.5f, 0.25f, 0.125f, 0.75f});
    values.put("equal", new float[] {0.5f, 0.25f});
    values.put("noise", new float[] {1, -1});
    values.put("drop", new float[] {0.75f, 0.25f});
    Draws draws =
        new Draws() {
          @Override
          public NDArray uniform(String name, Shape shape) {
            return manager.create(values.remove(name), shape);
          }

          @Override
          public NDArray normal(String name, Shape shape) {
            return uniform(name, shape);
          }
        };
    Losses losses =
        objective.losses(Phase.MODEL, new ArrayBatch(0, x, x, labels, List.of()), draws);
    assertThat(values).as("draws left over").isEmpty();
    return losses;
  }

  private static double first(double error) {
    // z = 2.75, v = e - x = -5, r = t: u = z^2 + t^2 + y against v.
    double second = 0.25 * 4 + 0.75 * -1 + 0;
    second = second * second + 0.75 * 0.75 + 4 - -5;
    return (error * error + second * second) / 2;
  }

  @Test
  void theTargetIsTheVelocityLessTheDerivativeOverTheInterval() {
    // z = 1.5, v = -1: du/dt = 2 z v + r = -2.75; target = -1 + 0.25 * 2.75
    double u = 1.5 * 1.5 + 0.5 * 0.25 + 3;
    double error = u - (-1 + 0.25 * 2.75);
    assertThat((double) losses(plain()).total().getFloat())
        .as("mean of the summed squared errors")
        .isCloseTo(first(error), within(1e-4));
  }

  @Test
  void theImprovedOneTakesTheDerivativeAlongThePredictedVelocity() {
    double predicted = 1.5 * 1.5 + 0.5 * 0.5 + 3; // u(z,t,t)
    double slope = 2 * 1.5 * predicted + 0.25;
    double error = 1.5 * 1.5 + 0.5 * 0.25 + 3 - (-1 - 0.25 * slope);
    Objective objective =
        new ImprovedMeanFlow(
            Configs.plain(Interpolant.LINEAR, 0.5), backbone, Fakes.alignment(1, 0));
    assertThat((double) losses(objective).total().getFloat())
        .as("mean of the summed squared errors")
        .isCloseTo(first(error), within(1e-4));
  }

  @Test
  void derivativesAreTakenOnlyWhereTheTimesDiffer() {
    losses(plain());
    assertThat(backbone.sizes).as("examples in each call").containsExactly(2L, 1L);
  }

  @Test
  void theAdaptiveWeightDividesByThePowerOfTheError() {
    double plain = losses(plain()).terms().get("squared-error").getFloat();
    assertThat(plain).as("error of the same draws").isGreaterThan(1);
    MeanFlowConfig config =
        new MeanFlowConfig(
            Interpolant.LINEAR,
            TimeDraw.UNIFORM,
            0,
            1,
            0.5,
            Weighting.ADAPTIVE,
            1,
            1e-6,
            Configs.NONE,
            0);
    float adaptive =
        losses(new MeanFlow(config, backbone, Fakes.alignment(1, 0))).total().getFloat();
    assertThat(adaptive).as("L / (L + epsilon)").isCloseTo(1, within(1e-5f));
  }

  @Test
  void guidanceMixesPredictionsIntoTheVelocityOfLabelledExamplesWithinItsInterval() {
    MixedGuidance guidance = new MixedGuidance(0.5, 0.25, 0, 0.6);
    AverageVelocity average = new AverageVelocity(backbone);
    NDArray z = manager.create(new float[] {1, 1, 1}, new Shape(3, 1, 1, 1));
    NDArray v = manager.create(new float[] {8, 8, 8}, new Shape(3, 1, 1, 1));
    NDArray t = manager.create(new float[] {0.5f, 0.5f, 0.75f});
    NDArray y = manager.create(new long[] {3, NULL, 3});
    double labelled = 1 + 0.25 + 3;
    double unlabelled = 1 + 0.25 + NULL;
    float[] velocities = guidance.velocities(average, new Examples(z, v, t, t, y)).toFloatArray();
    assertThat(velocities)
        .as("guided, without a label, after the interval")
        .containsExactly((float) (0.5 * 8 + 0.25 * labelled + 0.25 * unlabelled), 8f, 8f);
  }

  @Test
  void logitNormalTimesAreTheLogisticFunctionOfTheirDraws() {
    MeanFlowConfig config = Configs.adaptive(1, Configs.NONE, 0);
    Draws draws =
        new Draws() {
          @Override
          public NDArray uniform(String name, Shape shape) {
            return manager.create(new float[] {0.75f}, shape);
          }

          @Override
          public NDArray normal(String name, Shape shape) {
            return manager.create(new float[] {0.4f, 2.4f}, shape);
          }
        };
    List<Double> times = new ArrayList<>();
    TimeDraw.pairs(config, draws, 1).forEach(time -> times.add((double) time.getFloat()));
    assertThat(times.get(0)).as("r").isCloseTo(0.5, within(1e-6));
    assertThat(times.get(1)).as("t").isCloseTo(1 / (1 + Math.exp(-2)), within(1e-6));
  }

  @Test
  void anIntervalThatRunsBackwardsIsRefused() {
    Field field = plain().field();
    NDArray x = manager.zeros(new Shape(1, 1, 1, 1));
    NDArray r = manager.create(new float[] {0.5f});
    NDArray t = manager.create(new float[] {0.25f});
    NDArray y = manager.create(new long[] {0});
    assertThatThrownBy(() -> field.averageVelocity(x, r, t, y))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("above its t");
  }
}
