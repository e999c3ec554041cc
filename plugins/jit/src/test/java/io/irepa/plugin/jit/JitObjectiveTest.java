package io.irepa.plugin.jit;

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
import io.irepa.spi.Field;
import io.irepa.spi.Grid;
import io.irepa.spi.Guidance;
import io.irepa.spi.Losses;
import io.irepa.spi.Phase;
import io.irepa.spi.Prediction;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JitObjectiveTest {
  private static final double FLOOR = 0.25;

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

  /** Predicts zero and remembers what it was given last. */
  private static final class Recorder implements Backbone {
    private Inputs seen;
    private boolean interval;

    @Override
    public BackboneShape shape() {
      return new BackboneShape(1, 1, new Grid(1, 1), 4, 1, 10, interval);
    }

    @Override
    public Prediction forward(Inputs inputs, Set<Integer> taps) {
      seen = inputs;
      return new Prediction(inputs.x().zerosLike(), Map.of());
    }
  }

  private JitObjective objective(JitObjectiveConfig config) {
    return new JitObjective(config, backbone, Fakes.alignment(1, 0));
  }

  private static JitObjectiveConfig config() {
    return new JitObjectiveConfig(-0.5, 2, FLOOR, 3, 0.1);
  }

  /** At times 1/2 and about 1, with data 2 and 4 and noise 1 and -1 before scaling. */
  private Losses losses() {
    NDArray x = manager.create(new float[] {2, 4}, new Shape(2, 1, 1, 1));
    NDArray labels = manager.create(new long[] {3, 4});
    Batch batch = new ArrayBatch(0, x, x, labels, List.of());
    Map<String, float[]> values = new HashMap<>();
    values.put("time", new float[] {0.25f, 20}); // twice this - 0.5 is 0 and 39.5
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
    Losses losses = objective(config()).losses(Phase.MODEL, batch, draws);
    assertThat(values).as("draws left over").isEmpty();
    return losses;
  }

  @Test
  void theBackboneSeesNoiseAtTimeZeroAndDataAtTimeOne() {
    losses();
    assertThat(backbone.seen.t().toFloatArray()).as("times").containsExactly(0.5f, 1f);
    assertThat(backbone.seen.x().toFloatArray()).as("states").containsExactly(2.5f, 4f);
  }

  @Test
  void theErrorOfTheDataIsDividedByWhatIsLeftButNotByLessThanTheFloor() {
    // (2 / 0.5)² and (4 / 0.25)², of which the mean is taken.
    assertThat(losses().total().getFloat()).isEqualTo((16f + 256f) / 2);
  }

  @Test
  void labelsAreDroppedBelowTheProbability() {
    losses();
    assertThat(backbone.seen.y().toLongArray()).containsExactly(10, 4);
  }

  @Test
  void samplersSeeTheVelocityTowardsNoiseOverTimesThatRunTheOtherWay() {
    Field field = objective(config()).field();
    NDArray x = manager.create(new float[] {2, 2}, new Shape(2, 1, 1, 1));
    NDArray t = manager.create(new float[] {0.8f, 0.1f});
    NDArray velocity = field.velocity(x, t, manager.create(new long[] {1, 1}));
    assertThat(backbone.seen.t().toFloatArray())
        .as("the backbone's times")
        .containsExactly(new float[] {0.2f, 0.9f}, within(1e-6f));
    assertThat(velocity.toFloatArray())
        .as("velocities from a prediction of 0, the second above the floor")
        .containsExactly(new float[] {2 / 0.8f, 2 / 0.25f}, within(1e-6f));
  }

  @Test
  void samplingStartsFromScaledNoise() {
    NDArray noise = manager.ones(new Shape(1, 1, 1, 1), DataType.FLOAT32);
    assertThat(objective(config()).field().start(noise).toFloatArray()).containsExactly(3f);
  }

  @Test
  void theGuidanceIntervalIsOpenAndInTheRecipesTimes() {
    Field field = objective(config()).field();
    Guidance guidance = new Guidance(2, 0.1, 0.9);
    assertThat(field.guides(guidance, 0.9, 0.9)).as("at the low end").isFalse();
    assertThat(field.guides(guidance, 0.89, 0.9)).as("above the low end").isTrue();
    assertThat(field.guides(guidance, 0.11, 0.12)).as("below the high end").isTrue();
    assertThat(field.guides(guidance, 0.1, 0.12)).as("at the high end").isFalse();
    assertThat(field.guides(new Guidance(2, 0, 1), 1, 1)).as("from 0 on").isTrue();
  }

  private Map<String, String> problems(JitObjectiveConfig config) {
    RunShape run =
        new RunShape(Optional.empty(), Optional.empty(), Optional.of(backbone.shape()), List.of());
    Map<String, String> found = new LinkedHashMap<>();
    config.check(run, found::put);
    return found;
  }

  @Test
  void aFloorOfZeroIsRefused() {
    assertThat(problems(new JitObjectiveConfig(-0.8, 0.8, 0, 1, 0.1)))
        .hasEntrySatisfying("time-floor", text -> assertThat(text).contains("above 0"));
  }

  @Test
  void noNoiseIsRefused() {
    assertThat(problems(new JitObjectiveConfig(-0.8, 0.8, 0.05, 0, 0.1)))
        .containsOnlyKeys("noise-scale");
  }

  @Test
  void aBackboneWithAnIntervalIsRefused() {
    backbone.interval = true;
    assertThat(problems(config()))
        .hasEntrySatisfying("", text -> assertThat(text).contains("interval: false"));
  }
}
