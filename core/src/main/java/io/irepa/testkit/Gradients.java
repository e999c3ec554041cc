package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;

/**
 * Compares gradients with central finite differences, in float64.
 *
 * @since 0.1
 */
public final class Gradients {
  private static final double STEP = 1e-5;
  private static final double RELATIVE = 1e-4;
  private static final double ABSOLUTE = 1e-8;
  private static final Kernel COPY = Kernel.of(Parameters.class, "copy.ts.py");

  private Gradients() {}

  /**
   * Checks the gradients of a scalar at some coordinates of each array, chosen at random.
   *
   * @param loss one float64 number that depends on nothing but the arrays; called often
   * @param arrays by name, for messages; float64, requiring a gradient; back at their values
   *     afterwards
   * @param coordinates how many to check of each array
   * @param random chooses them
   */
  public static void check(
      Supplier<NDArray> loss,
      Map<String, NDArray> arrays,
      int coordinates,
      RandomGenerator random) {
    double[][] gradients = gradients(loss, new NDList(arrays.values()));
    int index = 0;
    for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
      NDArray array = entry.getValue();
      assertThat(array.getDataType()).as("format of " + entry.getKey()).isEqualTo(DataType.FLOAT64);
      double[] gradient = gradients[index++];
      for (int i = 0; i < Math.min(coordinates, gradient.length); i++) {
        int at = coordinates >= gradient.length ? i : random.nextInt(gradient.length);
        double[] slopeAndScale = slope(loss, array, at);
        assertThat(gradient[at])
            .as("gradient by %s at %d, against finite differences", entry.getKey(), at)
            .isCloseTo(
                slopeAndScale[0],
                Offset.offset(RELATIVE * Math.abs(slopeAndScale[0]) + ABSOLUTE * slopeAndScale[1]));
      }
    }
  }

  private static double[][] gradients(Supplier<NDArray> loss, NDList arrays) {
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDList found = Autograd.gradients(loss.get(), arrays);
      return found.stream().map(NDArray::toDoubleArray).toArray(double[][]::new);
    }
  }

  /** The slope along one coordinate, and the size of the values it was taken from. */
  private static double[] slope(Supplier<NDArray> loss, NDArray array, int at) {
    double[] values = array.toDoubleArray();
    double middle = values[at];
    try {
      values[at] = middle + STEP;
      double above = evaluate(loss, array, values);
      values[at] = middle - STEP;
      double below = evaluate(loss, array, values);
      return new double[] {
        (above - below) / (2 * STEP), Math.max(1, Math.max(Math.abs(above), Math.abs(below)))
      };
    } finally {
      values[at] = middle;
      set(array, values);
    }
  }

  private static double evaluate(Supplier<NDArray> loss, NDArray array, double[] values) {
    set(array, values);
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      return loss.get().getDouble();
    }
  }

  private static void set(NDArray array, double[] values) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      COPY.call(array, array.getManager().create(values, array.getShape()));
    }
  }
}
