package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

/**
 * The one source of randomness of a piece of work. Every draw has a name, which is part of the
 * contract of whoever draws; the second draw of a name in one step is {@code name.1}, and so on.
 * Training gives numbers that depend on (run seed, step, name) alone; a parity case gives the
 * recorded ones.
 *
 * <p>With accumulation, each part of a batch gets its rows of the whole batch's draws: a draw whose
 * first dimension is the number of examples in the part is drawn for the whole batch and sliced,
 * any other is the same for all parts. So draw what belongs to examples with the batch as the first
 * dimension, and nothing else with a first dimension of that length.
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
