package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Grid;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What all contracts share: a manager for each test, and checks of any function of arrays. */
abstract class Contract {
  /** Not square, so that swapped sides show. */
  static final Grid GRID = new Grid(2, 3);

  static final int BATCH = 2;

  /** Of CUDA's numbers and the CPU's: its convolutions may round to ten bits. */
  private static final double CUDA = 1e-2;

  private static final double FLOAT32 = 1e-4;
  private static final double BFLOAT16 = 5e-2;

  private NDManager manager;

  Contract() {}

  /** Opens what the test's arrays belong to. */
  @BeforeEach
  public final void openManager() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
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

  /** The numbers of what a call gives, with recording off. */
  static double[] numbersOf(Supplier<NDArray> call) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      return numbers(call.get());
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

  /**
   * float32 stays near float64, and bfloat16 near float32.
   *
   * @param results values and gradients by name, from equal inputs and parameters
   */
  static void assertPrecisionsAgree(Function<Precision, Map<String, double[]>> results) {
    Map<String, double[]> single = results.apply(Precision.FLOAT32);
    Gradients.assertClose("float32", single, results.apply(Precision.FLOAT64), FLOAT32);
    Gradients.assertClose("bfloat16", results.apply(Precision.BFLOAT16), single, BFLOAT16);
  }

  /**
   * A CUDA device gives what the CPU gives, up to rounding; skipped where there is none.
   *
   * @param work makes all its arrays on {@link #manager}
   */
  final void assertSameOnCuda(Supplier<NDArray> work) {
    assumeTrue(Engine.getEngine("PyTorch").getGpuCount() > 0, "no CUDA device");
    assertSameOn(Device.gpu(), work);
  }

  private void assertSameOn(Device device, Supplier<NDArray> work) {
    double[] expected = numbersOf(work);
    manager.close();
    manager = NDManager.newBaseManager(device, "PyTorch");
    double[] actual = numbersOf(work);
    Gradients.assertClose(
        device.toString(), Map.of("result", actual), Map.of("result", expected), CUDA);
  }
}
