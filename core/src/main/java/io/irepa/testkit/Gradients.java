package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;

/**
 * Compares gradients with central finite differences, and with those of another precision.
 *
 * @since 0.1
 */
public final class Gradients {
  private static final Kernel COPY = Kernel.of(Parameters.class, "copy.ts.py");

  private Gradients() {}

  /**
   * How far to move and how well to agree: steps are large enough for a format's rounding, small
   * enough for the curvature.
   *
   * @param step along a coordinate or a direction of length 1
   * @param relative to the slope
   * @param rounding of the loss, relative to its size; over the step it bounds the rest
   */
  private record Manner(double step, double relative, double rounding) {
    private static final Manner DOUBLE = new Manner(1e-5, 1e-6, 1e-14);
    private static final Manner SINGLE = new Manner(1e-2, 1e-2, 1e-6);

    static Manner of(DataType type) {
      assertThat(type).as("format").isIn(DataType.FLOAT32, DataType.FLOAT64);
      return type == DataType.FLOAT64 ? DOUBLE : SINGLE;
    }
  }

  /**
   * Checks the gradients of a scalar by each array: in float64 at some coordinates, tightly; in
   * float32 along as many directions, within its rounding.
   *
   * @param loss one number that depends on nothing but the arrays; called often
   * @param arrays by name, for messages; float32 or float64, requiring a gradient; back at their
   *     values afterwards
   * @param count how many coordinates or directions to check of each array
   * @param random chooses them
   */
  public static void check(
      Supplier<NDArray> loss, Map<String, NDArray> arrays, int count, RandomGenerator random) {
    Map<String, double[]> gradients = of(loss, arrays);
    arrays.forEach(
        (name, array) -> {
          double[] gradient = gradients.get(name);
          boolean wide = array.getDataType() == DataType.FLOAT64;
          boolean all = count >= gradient.length;
          for (int i = 0; i < (wide && all ? gradient.length : count); i++) {
            double[] direction =
                wide
                    ? coordinate(gradient.length, all ? i : random.nextInt(gradient.length))
                    : direction(gradient, random);
            checkAlong(loss, name, array, gradient, direction);
          }
        });
  }

  /**
   * The gradients of a scalar by each array, with recording on.
   *
   * @param loss one number
   * @param arrays by name, requiring a gradient
   * @return by name, in order, row by row
   */
  public static Map<String, double[]> of(Supplier<NDArray> loss, Map<String, NDArray> arrays) {
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDList found = Autograd.gradients(loss.get(), new NDList(arrays.values()));
      Map<String, double[]> gradients = new LinkedHashMap<>();
      int index = 0;
      for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
        NDArray gradient = found.get(index++);
        assertThat(gradient.getDataType())
            .as("format of the gradient by " + entry.getKey())
            .isEqualTo(entry.getValue().getDataType());
        gradients.put(entry.getKey(), Contract.numbers(gradient));
      }
      return gradients;
    }
  }

  /**
   * Checks that numbers agree, relative to the largest of each array; an array whose numbers are
   * all less than a hundredth of the largest of all is held to that hundredth.
   *
   * @param what is compared, for messages
   * @param actual by name
   * @param expected by the same names
   * @param tolerance of the largest difference, relative
   */
  public static void assertClose(
      String what, Map<String, double[]> actual, Map<String, double[]> expected, double tolerance) {
    assertThat(actual).as("names of " + what).containsOnlyKeys(expected.keySet());
    double least =
        1e-2 * expected.values().stream().mapToDouble(Gradients::largest).max().orElse(0);
    expected.forEach(
        (name, values) -> {
          double[] found = actual.get(name);
          assertThat(found).as("numbers of %s of %s", name, what).hasSameSizeAs(values);
          int at = farthest(found, values);
          assertThat(found[at])
              .as("number %d of %s of %s, the farthest off", at, name, what)
              .isCloseTo(values[at], Offset.offset(tolerance * Math.max(least, largest(values))));
        });
  }

  /** Where two arrays differ most; a NaN differs most of all. */
  private static int farthest(double[] actual, double[] expected) {
    int at = 0;
    for (int i = 0; i < expected.length; i++) {
      double distance = Math.abs(actual[i] - expected[i]);
      if (Double.isNaN(distance)) {
        return i;
      }
      if (distance > Math.abs(actual[at] - expected[at])) {
        at = i;
      }
    }
    return at;
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  private static double[] coordinate(int size, int at) {
    double[] direction = new double[size];
    direction[at] = 1;
    return direction;
  }

  /** Of length 1; partly up the gradient, so that the slope stands out, and partly at random. */
  private static double[] direction(double[] gradient, RandomGenerator random) {
    double[] direction = new double[gradient.length];
    double largest = Math.max(largest(gradient), Double.MIN_NORMAL);
    double squares = 0;
    for (int i = 0; i < direction.length; i++) {
      direction[i] = gradient[i] / largest + random.nextDouble(-1, 1);
      squares += direction[i] * direction[i];
    }
    for (int i = 0; i < direction.length; i++) {
      direction[i] /= Math.sqrt(squares);
    }
    return direction;
  }

  private static void checkAlong(
      Supplier<NDArray> loss, String name, NDArray array, double[] gradient, double[] direction) {
    Manner manner = Manner.of(array.getDataType());
    double expected = 0;
    for (int i = 0; i < gradient.length; i++) {
      expected += gradient[i] * direction[i];
    }
    double[] values = Contract.numbers(array);
    double above;
    double below;
    try {
      above = evaluate(loss, array, moved(values, direction, manner.step()));
      below = evaluate(loss, array, moved(values, direction, -manner.step()));
    } finally {
      set(array, values);
    }
    double slope = (above - below) / (2 * manner.step());
    double size = Math.max(1, Math.max(Math.abs(above), Math.abs(below)));
    assertThat(expected)
        .as("%s gradient by %s, against finite differences", array.getDataType(), name)
        .isCloseTo(
            slope,
            Offset.offset(
                manner.relative() * Math.abs(slope) + manner.rounding() * size / manner.step()));
  }

  private static double[] moved(double[] values, double[] direction, double step) {
    double[] moved = values.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    return moved;
  }

  private static double evaluate(Supplier<NDArray> loss, NDArray array, double[] values) {
    set(array, values);
    return Contract.numbersOf(loss)[0];
  }

  private static void set(NDArray array, double[] values) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray wide = array.getManager().create(values, array.getShape());
      COPY.call(array, wide.toType(array.getDataType(), false));
    }
  }
}
