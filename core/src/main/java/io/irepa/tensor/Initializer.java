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
   * @param manager of the device
   * @param shape of the parameter
   * @param draws to be asked once, for {@code name}
   * @param name of the draw
   * @return float32, of the shape asked for, belonging to the innermost scope
   */
  NDArray create(NDManager manager, Shape shape, Draws draws, String name);

  /** {@return all zero} */
  static Initializer zeros() {
    return (manager, shape, draws, name) -> manager.zeros(shape, DataType.FLOAT32);
  }

  /** {@return all one} */
  static Initializer ones() {
    return (manager, shape, draws, name) -> manager.ones(shape, DataType.FLOAT32);
  }

  /**
   * Normal with mean 0.
   *
   * @param deviation standard deviation
   * @return the initializer
   */
  static Initializer normal(double deviation) {
    return (manager, shape, draws, name) -> draws.normal(name, shape).mul((float) deviation);
  }

  /**
   * Uniform around 0.
   *
   * @param bound of the interval [-bound, bound)
   * @return the initializer
   */
  static Initializer uniform(double bound) {
    return (manager, shape, draws, name) ->
        draws.uniform(name, shape).mul((float) (2 * bound)).sub((float) bound);
  }

  /**
   * {@return Xavier uniform over the matrix [first dimension, product of the others], as for a
   * linear layer and for a patch embedding that is initialized like one}
   */
  static Initializer xavierUniform() {
    return (manager, shape, draws, name) -> {
      double fanOut = shape.get(0);
      double fanIn = shape.size() / fanOut;
      return uniform(Math.sqrt(6 / (fanIn + fanOut))).create(manager, shape, draws, name);
    };
  }

  /**
   * PyTorch's default for the weight and bias of a layer: uniform in ±1/√fanIn.
   *
   * @param fanIn numbers that go into one output
   * @return the initializer
   */
  static Initializer layerDefault(long fanIn) {
    return uniform(1 / Math.sqrt((double) fanIn));
  }

  /**
   * Fixed position embeddings [1, side*side, width] of a square grid, as MAE, DiT and their
   * successors have them.
   *
   * @param side of the grid
   * @param width of the embeddings, a multiple of 4
   * @return row by row; the first half of the numbers tells the column, the second the row; each
   *     half is sines, then cosines, over width/4 frequencies
   */
  static Initializer sinCosGrid(int side, int width) {
    return values(SinCos.grid(side, width));
  }

  /**
   * Given values.
   *
   * @param values row by row, as many as the shape has
   * @return the initializer
   */
  static Initializer values(float[] values) {
    return (manager, shape, draws, name) -> manager.create(values, shape);
  }
}
