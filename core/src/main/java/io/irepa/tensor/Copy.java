package io.irepa.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Values from one array into another.
 *
 * @since 0.1
 */
public final class Copy {
  private static final Kernel COPY = Kernel.of(Copy.class, "copy.ts.py");

  private Copy() {}

  /**
   * Overwrites an array in place, across devices and formats.
   *
   * @param target overwritten; not closed
   * @param values of the same shape; not closed
   * @throws IllegalArgumentException if the shapes differ
   */
  public static void into(NDArray target, NDArray values) {
    if (!target.getShape().equals(values.getShape())) {
      throw new IllegalArgumentException(
          "The shape %s does not fit %s.".formatted(values.getShape(), target.getShape()));
    }
    try (Autograd.Recording off = Autograd.off()) {
      COPY.call(target, values);
    }
  }
}
