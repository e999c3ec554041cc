package io.irepa.plugin.datasets;

import io.irepa.numpy.NpyArray;
import java.io.IOException;

/**
 * What a row has in a column: bytes or numbers. A carrier: nothing is copied.
 *
 * @param bytes empty if there are numbers
 * @param numbers empty if there are bytes
 */
record Cell(byte[] bytes, float[] numbers) {
  private static final byte[] NO_BYTES = {};
  private static final float[] NO_NUMBERS = {};

  static Cell of(byte[] bytes) {
    return new Cell(bytes, NO_NUMBERS);
  }

  static Cell of(float[] numbers) {
    return new Cell(NO_BYTES, numbers);
  }

  /** Room that it takes, about. */
  long size() {
    return 64L + bytes.length + 4L * numbers.length;
  }

  /**
   * The numbers of a list, or of an array in NumPy's format.
   *
   * @return not shared
   */
  float[] array() throws IOException {
    return bytes.length > 0 ? NpyArray.read(bytes).values() : numbers.clone();
  }
}
