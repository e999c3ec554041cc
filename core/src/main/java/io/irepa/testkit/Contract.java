package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Grid;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all contracts share: a manager for each test, and checks of any function of arrays. */
abstract class Contract {
  /** Not square, so that swapped sides show. */
  static final Grid GRID = new Grid(2, 3);

  static final int BATCH = 2;

  private NDManager manager;

  Contract() {}

  /** Opens what the test's arrays belong to. */
  @BeforeEach
  public final void openManager() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  /** Closes every array of the test. */
  @AfterEach
  public final void closeManager() {
    manager.close();
  }

  /** {@return the owner of the running test's arrays, closed after it} */
  protected final NDManager manager() {
    return manager;
  }

  final Tokens tokens(String name, Grid grid, int width, Precision precision) {
    return new Tokens(
        Fakes.normal(manager, name, new Shape(BATCH, grid.size(), width), precision.edgeType()),
        grid);
  }

  static void assertFinite(NDArray array, String what) {
    assertThat(Arrays.stream(numbers(array)).allMatch(Double::isFinite))
        .as(what + " are finite")
        .isTrue();
  }

  /** The numbers of an array, whatever its format. */
  static double[] numbers(NDArray array) {
    try (Scope scope = Scope.open()) {
      return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }
  }

  /** Two calls give the same bits, and the arguments are neither changed nor closed. */
  static void assertPure(Supplier<NDArray> call, NDArray... arguments) {
    double[][] before = Arrays.stream(arguments).map(Contract::numbers).toArray(double[][]::new);
    double[] first;
    double[] second;
    try (Scope scope = Scope.open()) {
      first = numbers(call.get());
      second = numbers(call.get());
    }
    assertThat(second).as("the second of two equal calls").isEqualTo(first);
    for (int i = 0; i < arguments.length; i++) {
      assertThat(numbers(arguments[i])).as("argument %d after the call", i).isEqualTo(before[i]);
    }
  }

  /** What a call creates is closed with the scope around it. */
  final void assertLeavesNothing(Supplier<NDArray> call) {
    int before = manager.getManagedArrays().size();
    for (int i = 0; i < 3; i++) {
      try (Scope scope = Scope.open()) {
        assertThat(call.get().isReleased()).as("the result, closed before its time").isFalse();
      }
    }
    assertThat(manager.getManagedArrays().size())
        .as("arrays alive after three calls, each in a scope")
        .isEqualTo(before);
  }
}
