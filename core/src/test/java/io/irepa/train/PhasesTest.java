package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.config.EmaConfig;
import io.irepa.spi.ArrayBatch;
import io.irepa.spi.Batch;
import io.irepa.spi.Field;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Phase;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import io.irepa.testkit.Fakes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A step of two phases, of one number each. */
final class PhasesTest {
  private static final Phase FIRST =
      new Phase("first", Set.of("first"), OptionalDouble.of(0.5), OptionalDouble.of(2));
  private static final Phase SECOND = new Phase("second", Set.of("backbone"));

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final Map<String, Parameters> sets = new LinkedHashMap<>();
  private final List<Double> carried = new ArrayList<>();
  private double target = 1;

  /** Each phase's loss is 3 · the number; the second also moves a buffer to a target. */
  private final class TwoPhases implements Objective {
    @Override
    public List<Phase> phases() {
      return List.of(FIRST, SECOND);
    }

    @Override
    public Losses losses(Phase phase, Batch batch, Draws draws) {
      NDArray number = sets.get(phase.equals(FIRST) ? "first" : "backbone").get("number");
      Losses losses = new Losses().add("term-" + phase.name(), 3, number.sum());
      if (phase.equals(FIRST)) {
        assertThat(batch.carried("before")).as("of an earlier phase").isEmpty();
        return losses.carry("before", number);
      }
      carried.add((double) batch.carried("before").orElseThrow().getFloat());
      NDArray value = manager.full(new Shape(1), (float) target, DataType.FLOAT32);
      return losses.move(sets.get("first").get("buffer"), value);
    }

    @Override
    public Field field() {
      throw new UnsupportedOperationException();
    }
  }

  @BeforeEach
  void define() {
    for (String component : List.of("first", "backbone")) {
      Parameters set = Fakes.parameters(manager, component, Precision.FLOAT32);
      set.parameter("number", new Shape(1), Initializer.ones());
      sets.put(component, set);
    }
    sets.get("first").buffer("buffer", new Shape(1), Initializer.zeros());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private double of(String component, String name) {
    return sets.get(component).get(name).getFloat();
  }

  private Map<String, Double> step(int parts) {
    Optimizer descent = new Descent();
    Averages averages = new Averages(new EmaConfig(List.of(), false, List.of(), 0), sets, manager);
    Trainer trainer =
        new Trainer(
            new TwoPhases(),
            descent,
            averages,
            sets,
            manager,
            new LearningRate(descent, List.of(), 10));
    List<Batch> batches = new ArrayList<>();
    List<Draws> draws = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      NDArray none = manager.zeros(new Shape(1));
      batches.add(new ArrayBatch(0, none, none, none, List.of()));
      draws.add(new SeededDraws(manager, 1, 0));
    }
    try (Scope scope = Scope.open()) {
      return trainer.step(batches, draws).read();
    }
  }

  /** Gradient descent with a rate of 0.1 and without clipping. */
  private static final class Descent implements Optimizer {
    @Override
    public List<String> moments() {
      return List.of();
    }

    @Override
    public double learningRate(long step, long steps) {
      return 0.1;
    }

    @Override
    public double clip() {
      return 0;
    }

    @Override
    public void update(NDList parameters, NDList gradients, List<NDList> moments, Update update) {
      for (int i = 0; i < parameters.size(); i++) {
        update.assign(
            parameters.get(i),
            parameters.get(i).sub(gradients.get(i).mul((float) update.learningRate())));
      }
    }
  }

  @Test
  void eachIsClippedAndUpdatedByItsOwnSettings() {
    Map<String, Double> report = step(1);
    assertThat(of("first", "number")).as("1 - 0.5 · 2").isCloseTo(0, within(1e-5));
    assertThat(of("backbone", "number")).as("1 - 0.1 · 3").isCloseTo(0.7, within(1e-6));
    assertThat(report)
        .containsEntry("gradient-norm.first", 3.0)
        .containsEntry("gradient-norm.second", 3.0)
        .containsEntry("learning-rate.first", 0.5)
        .containsEntry("loss.first", 3.0)
        .containsEntry("loss.term-first", 1.0)
        .containsEntry("weight.term-first", 3.0)
        .containsEntry("loss.total", 3.0);
  }

  @Test
  void aLaterPhaseFindsWhatWasBeforeTheUpdate() {
    step(2);
    assertThat(carried).as("one a part").containsExactly(1.0, 1.0);
  }

  @Test
  void buffersMoveUnlessTheirValueIsNotFinite() {
    step(1);
    assertThat(of("first", "buffer")).isEqualTo(1);
    target = Double.NaN;
    step(1);
    assertThat(of("first", "buffer")).as("after a NaN").isEqualTo(1);
  }

  @Test
  void partsOfABatchAreAveraged() {
    step(2);
    assertThat(of("backbone", "number")).isCloseTo(0.7, within(1e-6));
  }
}
