package io.irepa.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.List;

/**
 * Inputs for tests: reproducible numbers, and parameters that are nowhere zero.
 *
 * @since 0.1
 */
public final class Fakes {
  private static final long SEED = 20240607;

  private Fakes() {}

  /**
   * Standard normal numbers that depend on the name and the shape alone.
   *
   * @param manager of the device
   * @param name of the draw
   * @param shape of the array
   * @param type its format
   * @return owned by {@code manager}
   */
  public static NDArray normal(NDManager manager, String name, Shape shape, DataType type) {
    try (Scope scope = Scope.open()) {
      NDArray values = new SeededDraws(manager, SEED, 0).normal(name, shape);
      return scope.keep(values.toType(type, false).duplicate(), manager);
    }
  }

  /**
   * Uniform numbers in [0,1) that depend on the name and the shape alone.
   *
   * @param manager of the device
   * @param name of the draw
   * @param shape of the array
   * @param type its format
   * @return owned by {@code manager}
   */
  public static NDArray uniform(NDManager manager, String name, Shape shape, DataType type) {
    try (Scope scope = Scope.open()) {
      NDArray values = new SeededDraws(manager, SEED, 0).uniform(name, shape);
      return scope.keep(values.toType(type, false).duplicate(), manager);
    }
  }

  /**
   * An empty set of parameters, as composition would inject one.
   *
   * @param manager owns the arrays
   * @param component prefix of their names
   * @param precision gives their format
   * @return the set
   */
  public static Parameters parameters(NDManager manager, String component, Precision precision) {
    return new Parameters(component, manager, precision, new SeededDraws(manager, SEED, 0));
  }

  /**
   * Moves every trained parameter off its initial value, so that layers that start at zero take
   * part.
   *
   * @param parameters to move, in place
   * @param deviation of the normal numbers that are added
   */
  public static void perturb(Parameters parameters, double deviation) {
    for (String name : List.copyOf(parameters.trained().keySet())) {
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        NDArray array = parameters.get(name);
        NDArray noise =
            normal(array.getManager(), "perturb." + name, array.getShape(), array.getDataType());
        try (noise) {
          parameters.load(name, array.add(noise.mul(deviation)));
        }
      }
    }
  }
}
