package io.irepa.plugin.sit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/** Compares gradients with central differences, in float64, at a few coordinates of each array. */
final class GradientCheck {
  private static final double STEP = 1e-5;
  private static final int COORDINATES = 4;

  private GradientCheck() {}

  static Parameters parameters(String component, NDManager manager, Precision precision) {
    return new Parameters(component, manager, precision, new SeededDraws(manager, 0, 0));
  }

  /** Inputs as a parameter set, so that they are checked like parameters. */
  static Parameters inputs(NDManager manager, Precision precision, Map<String, Shape> shapes) {
    Parameters inputs = parameters("inputs", manager, precision);
    shapes.forEach((name, shape) -> inputs.parameter(name, shape, Initializer.normal(1)));
    return inputs;
  }

  /** Gives every trained array random values, the same in each precision; none stays zero. */
  static void randomize(Parameters parameters, NDManager manager) {
    try (Scope scope = Scope.open()) {
      SeededDraws draws = new SeededDraws(manager, 1, 0);
      parameters
          .trained()
          .forEach(
              (name, array) ->
                  parameters.load(name, draws.normal(name, array.getShape()).mul(0.3f)));
    }
  }

  static double[] values(NDArray array) {
    return array.toType(DataType.FLOAT64, true).toDoubleArray();
  }

  /** The largest difference of two arrays over the largest number of the second. */
  static double difference(double[] actual, double[] expected) {
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return difference / largest;
  }

  static void assertGradients(Supplier<NDArray> scalar, Parameters... sets) {
    Random random = new Random(5);
    for (Parameters set : sets) {
      for (Map.Entry<String, NDArray> entry : set.trained().entrySet()) {
        double[] gradient = gradient(scalar, entry.getValue());
        for (int i = 0; i < COORDINATES; i++) {
          int at = random.nextInt(gradient.length);
          double expected =
              (moved(scalar, set, entry, at, STEP) - moved(scalar, set, entry, at, -STEP))
                  / (2 * STEP);
          assertThat(gradient[at])
              .as("gradient of %s.%s at %d", set.component(), entry.getKey(), at)
              .isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
        }
      }
    }
  }

  private static double[] gradient(Supplier<NDArray> scalar, NDArray by) {
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      return values(Autograd.gradients(scalar.get(), new NDList(by)).get(0));
    }
  }

  private static double moved(
      Supplier<NDArray> scalar,
      Parameters set,
      Map.Entry<String, NDArray> entry,
      int at,
      double step) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray array = entry.getValue();
      double[] before = array.toDoubleArray();
      double[] after = before.clone();
      after[at] += step;
      set.load(entry.getKey(), array.getManager().create(after, array.getShape()));
      double value = scalar.get().getDouble();
      set.load(entry.getKey(), array.getManager().create(before, array.getShape()));
      return value;
    }
  }
}
