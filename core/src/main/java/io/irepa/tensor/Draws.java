package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * The one source of randomness of a piece of work. Every draw has a name, which is part of the
 * contract of whoever draws; the second draw of a name in one step is {@code name.1}, and so on.
 * Training gives numbers that depend on (run seed, step, name) alone; a parity case gives the
 * recorded ones.
 *
 * <p>Used by one thread. Results belong to the innermost {@link Scope}.
 *
 * @since 0.1
 */
public interface Draws {
  /**
   * Uniform numbers.
   *
   * @param name of the draw
   * @param shape of the array
   * @return float32, in [0,1)
   */
  NDArray uniform(String name, Shape shape);

  /**
   * Standard normal numbers.
   *
   * @param name of the draw
   * @param shape of the array
   * @return float32
   */
  NDArray normal(String name, Shape shape);
}
