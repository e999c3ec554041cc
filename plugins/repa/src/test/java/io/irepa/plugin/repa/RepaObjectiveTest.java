package io.irepa.plugin.repa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.ArrayBatch;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Batch;
import io.irepa.spi.Grid;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Losses;
import io.irepa.spi.Phase;
import io.irepa.spi.Prediction;
import io.irepa.spi.RunShape;
import io.irepa.spi.TimeDraw;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepaObjectiveTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu());
  private final Recorder backbone = new Recorder();
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

  /** Predicts zero and remembers what it was given. */
  private static final class Recorder implements Backbone {
    private final List<Inputs> seen = new ArrayList<>();
    private boolean interval;

    @Override
    public BackboneShape shape() {
      return new BackboneShape(1, 1, new Grid(1, 1), 4, 1, 10, interval);
    }

    @Override
    public Prediction forward(Inputs inputs, Set<Integer> taps) {
      seen.add(inputs);
      return new Prediction(inputs.x().zerosLike(), Map.of());
    }
  }

  private Losses losses(RepaConfig config) {
    NDArray x = manager.create(new float[] {2, 4}, new Shape(2, 1, 1, 1));
    NDArray labels = manager.create(new long[] {3, 4});
    Batch batch = new ArrayBatch(0, x, x, labels, List.of());
    Map<String, float[]> values = new HashMap<>();
    values.put("time", new float[] {0, 0.25f});
    values.put("noise", new float[] {1, -1});
    values.put("drop", new float[] {0.05f, 0.1f});
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
        new RepaObjective(config, backbone, Fakes.alignment(1, 0))
            .losses(Phase.MODEL, batch, draws);
    assertThat(values).as("draws left over").isEmpty();
    return losses;
  }

  private static RepaConfig config(Interpolant path, TimeDraw time) {
    return new RepaConfig(path, time, RepaConfig.Target.V, 0.1);
  }

  @Test
  void linearUniformLossIsTheMeanSquaredVelocity() {
    Losses losses = losses(config(Interpolant.LINEAR, TimeDraw.UNIFORM));
    Backbone.Inputs inputs = backbone.seen.get(0);
    assertThat(inputs.x().getDataType()).isEqualTo(DataType.FLOAT32);
    assertThat(inputs.x().toFloatArray()).containsExactly(2f, 2.75f); // (1 - t) x + t e
    assertThat(losses.total().getDataType()).isEqualTo(DataType.FLOAT32);
    assertThat(losses.total().getFloat()).isEqualTo((1f + 25f) / 2); // v = e - x is -1, -5
    assertThat(losses.terms()).containsOnlyKeys("denoise", "align");
  }

  @Test
  void labelsAreDroppedBelowTheProbability() {
    losses(config(Interpolant.LINEAR, TimeDraw.UNIFORM));
    assertThat(backbone.seen.get(0).y().toLongArray()).containsExactly(10, 4);
  }

  @Test
  void lognormalTimesFollowThePath() {
    losses(config(Interpolant.LINEAR, TimeDraw.LOGNORMAL));
    losses(config(Interpolant.COSINE, TimeDraw.LOGNORMAL));
    float s = (float) Math.exp(0.25);
    for (Backbone.Inputs inputs : backbone.seen) {
      assertThat(inputs.t().getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(inputs.x().getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(inputs.t().toFloatArray()[0]).as("s = 1").isCloseTo(0.5f, within(1e-6f));
    }
    assertThat(backbone.seen.get(0).t().toFloatArray()[1]).isCloseTo(s / (1 + s), within(1e-6f));
    assertThat(backbone.seen.get(1).t().toFloatArray()[1])
        .isCloseTo((float) (2 / Math.PI * Math.atan(s)), within(1e-6f));
  }

  @Test
  void aBackboneWithAnIntervalIsRefused() {
    backbone.interval = true;
    RunShape run =
        new RunShape(Optional.empty(), Optional.empty(), Optional.of(backbone.shape()), List.of());
    List<String> problems = new ArrayList<>();
    config(Interpolant.LINEAR, TimeDraw.UNIFORM).check(run, (key, text) -> problems.add(text));
    assertThat(problems).singleElement().asString().contains("interval: false");
  }
}
