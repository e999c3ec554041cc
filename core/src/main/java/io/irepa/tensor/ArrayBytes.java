package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/**
 * An array that can be written to a file, bit by bit, wherever it lies.
 *
 * @since 0.1
 */
public interface ArrayBytes {
  /** {@return the format of its numbers in a file} */
  StoredFormat format();

  /** {@return its shape} */
  Shape shape();

  /**
   * Writes all numbers, row by row, little-endian.
   *
   * @param channel to write to; not closed
   * @throws IOException if it cannot be written
   */
  void writeTo(WritableByteChannel channel) throws IOException;

  /** {@return how many bytes are written} */
  default long byteCount() {
    return shape().size() * format().bytes();
  }

  /**
   * An array in memory.
   *
   * @param array not closed
   * @return to be written while the array is open
   * @throws IllegalArgumentException if its type is not written
   */
  static ArrayBytes of(NDArray array) {
    return new NativeArray(array);
  }
}
