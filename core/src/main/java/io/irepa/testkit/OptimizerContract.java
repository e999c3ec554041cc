package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Optimizer;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Optimizer}.
 *
 * @since 0.1
 */
public abstract class OptimizerContract extends Contract {
  private static final List<Shape> SHAPES = List.of(new Shape(3, 4), new Shape(5), new Shape(1));
  private static final List<String> NAMES = List.of("part.weight", "part.bias", "part.scale");
  private static final double RATE = 0.1;

  /** For a subclass. */
  protected OptimizerContract() {}

  /** {@return the optimizer under test, without weight decay; equal at each call} */
  protected abstract Optimizer optimizer();

  /** An optimizer with parameters and their state. */
  private final class Case {
    private final Optimizer optimizer = optimizer();
    private final NDList parameters = list("parameter", 1);
    private final List<NDList> moments = new ArrayList<>();

    Case() {
      optimizer
          .moments()
          .forEach(
              name ->
                  moments.add(
                      new NDList(
                          parameters.stream().map(optimizer::moment).toArray(NDArray[]::new))));
    }

    /** Updates with the gradients of a step. */
    void update(NDList gradients, long step, double rate) {
      update(optimizer, gradients, step, rate, false);
    }

    void update(Optimizer by, NDList gradients, long step, double rate, boolean skip) {
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        NDArray flag = manager().create(new float[] {skip ? 1 : 0});
        by.update(parameters, gradients, moments, new Optimizer.Update(step, rate, NAMES, flag));
      }
    }

    /** Parameters, then moments. */
    List<float[]> bits() {
      return Stream.concat(Stream.of(parameters), moments.stream())
          .flatMap(NDList::stream)
          .map(NDArray::toFloatArray)
          .toList();
    }

    List<double[]> values() {
      return parameters.stream().map(Contract::numbers).toList();
    }
  }

  private NDList list(String name, double scale) {
    NDList arrays = new NDList();
    for (int i = 0; i < SHAPES.size(); i++) {
      arrays.add(
          Fakes.normal(manager(), name + "." + i, SHAPES.get(i), DataType.FLOAT32).mul(scale));
    }
    return arrays;
  }

  /** The first update goes down: against the gradient, taken over each array. */
  @Test
  public void movesAgainstTheGradient() {
    Case tried = new Case();
    List<double[]> before = tried.values();
    NDList gradients = list("gradient", 1);
    List<double[]> slopes = gradients.stream().map(Contract::numbers).toList();
    tried.update(gradients, 1, RATE);
    for (int i = 0; i < SHAPES.size(); i++) {
      double along = 0;
      double[] after = tried.values().get(i);
      for (int j = 0; j < after.length; j++) {
        along += (after[j] - before.get(i)[j]) * slopes.get(i)[j];
      }
      assertThat(along).as("move of parameter %d along its gradient", i).isNegative();
    }
  }

  /** With no gradient from the first step on, and no decay, nothing moves. */
  @Test
  public void staysWithoutAGradient() {
    Case tried = new Case();
    List<double[]> before = tried.values();
    for (int step = 1; step <= 3; step++) {
      tried.update(list("gradient", 0), step, RATE);
    }
    assertThat(tried.values()).as("parameters").usingRecursiveComparison().isEqualTo(before);
  }

  /** A learning rate of zero moves nothing. */
  @Test
  public void staysAtALearningRateOfZero() {
    Case tried = new Case();
    List<double[]> before = tried.values();
    tried.update(list("gradient", 1), 1, 0);
    assertThat(tried.values()).as("parameters").usingRecursiveComparison().isEqualTo(before);
  }

  /** What it remembers is in the moments: two of them with equal ones go the same way. */
  @Test
  public void keepsItsStateInTheMoments() {
    Case one = new Case();
    Case other = new Case();
    for (int step = 1; step <= 3; step++) {
      one.update(list("gradient." + step, 1), step, RATE);
      // A new one each step, as after a restart.
      other.update(optimizer(), list("gradient." + step, 1), step, RATE, false);
    }
    assertThat(other.values())
        .as("parameters after updates by new optimizers")
        .usingRecursiveComparison()
        .isEqualTo(one.values());
    assertThat(one.values())
        .as("parameters after updates")
        .usingRecursiveComparison()
        .isNotEqualTo(new Case().values());
  }

  /**
   * An update to be skipped, because the gradients are not finite, leaves parameters and moments as
   * they are, bit by bit, before the first update and after.
   */
  @Test
  public void leavesAllAsItIsWhenToldToSkip() {
    Case tried = new Case();
    for (int step = 1; step <= 3; step++) {
      List<float[]> before = tried.bits();
      NDList broken = list("gradient", 1);
      broken.forEach(gradient -> gradient.divi(0));
      tried.update(tried.optimizer, broken, step, RATE, true);
      assertThat(tried.bits())
          .as("parameters and moments after skipped update %d", step)
          .usingRecursiveComparison()
          .isEqualTo(before);
      tried.update(list("gradient." + step, 1), step, RATE);
    }
  }

  /** The moments have names that checkpoints can use, and the shapes and formats of parameters. */
  @Test
  public void namesAndShapesItsMoments() {
    Case tried = new Case();
    assertThat(tried.optimizer.moments())
        .as("names")
        .doesNotHaveDuplicates()
        .isEqualTo(optimizer().moments())
        .allMatch(name -> name.matches("[A-Za-z0-9_-]+"));
    for (NDList moment : tried.moments) {
      for (int i = 0; i < SHAPES.size(); i++) {
        assertThat(moment.get(i).getShape()).as("shape").isEqualTo(SHAPES.get(i));
        assertThat(moment.get(i).getDataType()).as("format").isEqualTo(DataType.FLOAT32);
        assertThat(moment.get(i)).as("a new array").isNotSameAs(tried.parameters.get(i));
      }
    }
  }

  /** The learning rate is finite and not negative all through a run, and so is the clipping. */
  @Test
  public void hasUsableNumbers() {
    Optimizer optimizer = optimizer();
    for (long steps : new long[] {1, 7, 400_000}) {
      for (long step = 0; step < steps; step += Math.max(1, steps / 100)) {
        assertThat(optimizer.learningRate(step, steps))
            .as("learning rate at %d of %d", step, steps)
            .isFinite()
            .isNotNegative();
      }
    }
    assertThat(optimizer.clip()).as("clip").isFinite().isNotNegative();
  }

  /** Keeps no array. */
  @Test
  public void leavesNoArrayBehind() {
    Case tried = new Case();
    NDList gradients = list("gradient", 1);
    int before = manager().getManagedArrays().size();
    tried.update(gradients, 1, RATE);
    tried.update(gradients, 2, RATE);
    assertThat(manager().getManagedArrays().size()).as("arrays alive").isEqualTo(before);
  }

  /** A CUDA device gives what the CPU gives. */
  @Test
  public void givesTheSameOnCuda() {
    assertSameOnCuda(
        () -> {
          Case tried = new Case();
          tried.update(list("gradient", 1), 1, RATE);
          return tried.parameters.get(0);
        });
  }
}
