package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * How a parameter starts.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Initializer {
  /**
   * Makes the values.
   *
   * @param draws to be asked once, for {@code name}
   * @return float32, of the shape asked for, belonging to the innermost scope
   */
  NDArray create(NDManager manager, Shape shape, Draws draws, String name);

  /** All zero. */
  static Initializer zeros() {
    return (manager, shape, draws, name) -> manager.zeros(shape, DataType.FLOAT32);
  }

  /** All one. */
  static Initializer ones() {
    return (manager, shape, draws, name) -> manager.ones(shape, DataType.FLOAT32);
  }

  /** Normal with mean 0. */
  static Initializer normal(double deviation) {
    return (manager, shape, draws, name) -> draws.normal(name, shape).mul((float) deviation);
  }

  /** Uniform in [-bound, bound). */
  static Initializer uniform(double bound) {
    return (manager, shape, draws, name) ->
        draws.uniform(name, shape).mul((float) (2 * bound)).sub((float) bound);
  }

  /**
   * Xavier uniform over the matrix [first dimension, product of the others], as for a linear layer
   * and for a patch embedding that is initialized like one.
   */
  static Initializer xavierUniform() {
    return (manager, shape, draws, name) -> {
      double fanOut = shape.get(0);
      double fanIn = shape.size() / fanOut;
      return uniform(Math.sqrt(6 / (fanIn + fanOut))).create(manager, shape, draws, name);
    };
  }

  /**
   * PyTorch's default for the weight and bias of a layer with the given fan-in: uniform in
   * ±1/√fanIn.
   */
  static Initializer layerDefault(long fanIn) {
    return uniform(1 / Math.sqrt((double) fanIn));
  }

  /** Given values, row by row. */
  static Initializer values(float[] values) {
    return (manager, shape, draws, name) -> manager.create(values, shape);
  }
}
