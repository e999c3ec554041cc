package io.irepa.tensor;

import java.nio.ByteBuffer;

/**
 * Where the numbers of an array lie: number (i, j, …) at offset + i·stride0 + j·stride1 + …, all
 * counted in numbers.
 *
 * @since 0.1
 */
public final class Strides {
  private final long[] dimensions;
  private final long[] steps;
  private final long offset;

  /**
   * @param dimensions of the shape
   * @param steps one a dimension
   * @param offset of the first number
   */
  public Strides(long[] dimensions, long[] steps, long offset) {
    this.dimensions = dimensions.clone();
    this.steps = steps.clone();
    this.offset = offset;
  }

  /** Row by row, without gaps. */
  static Strides packed(long[] dimensions) {
    long[] steps = new long[dimensions.length];
    long step = 1;
    for (int i = dimensions.length - 1; i >= 0; i--) {
      steps[i] = step;
      step *= Math.max(1, dimensions[i]);
    }
    return new Strides(dimensions, steps, 0);
  }

  long[] dimensions() {
    return dimensions.clone();
  }

  long offset() {
    return offset;
  }

  /** Whether the numbers lie row by row without gaps. */
  boolean isPacked() {
    long[] packed = packed(dimensions).steps;
    for (int i = 0; i < steps.length; i++) {
      if (dimensions[i] == 0) {
        return true;
      }
    }
    for (int i = 0; i < steps.length; i++) {
      if (dimensions[i] != 1 && steps[i] != packed[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Numbers from the first to the last, gaps included; the array is not empty.
   *
   * @return negative if it is more than a long holds, or a stride or the offset is negative
   */
  long span() {
    long span = 1;
    for (int i = 0; i < steps.length; i++) {
      long last = dimensions[i] - 1;
      if (steps[i] < 0 || offset < 0 || (last > 0 && steps[i] > (Long.MAX_VALUE - span) / last)) {
        return -1;
      }
      span += last * steps[i];
    }
    return offset < 0 ? -1 : span;
  }

  /**
   * Puts the numbers row by row.
   *
   * @param span their bytes, gaps included
   * @param size bytes of a number
   * @param rows filled to its end
   */
  void pack(ByteBuffer span, int size, ByteBuffer rows) {
    long[] index = new long[dimensions.length];
    long at = 0;
    while (rows.hasRemaining()) {
      rows.put(rows.position(), span, (int) at * size, size).position(rows.position() + size);
      for (int i = index.length - 1; i >= 0; i--) {
        at += steps[i];
        if (++index[i] < dimensions[i]) {
          break;
        }
        at -= index[i] * steps[i];
        index[i] = 0;
      }
    }
  }
}
