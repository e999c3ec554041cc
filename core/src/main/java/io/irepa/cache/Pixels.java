package io.irepa.cache;

/** What the cache does to images [3,H,W] with H = W, and to token grids. */
final class Pixels {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;
  private static final int LANES = 4;

  private Pixels() {}

  /**
   * A 64-bit hash of the numbers' bits: it tells a changed image, and a flipped one from the other.
   *
   * @return not 0, which stands for an image that could not be read
   */
  static long hash(float[] image) {
    long[] lanes = {1, 2, 3, LANES};
    int i = 0;
    for (; i + 2 * LANES <= image.length; i += 2 * LANES) {
      lanes[0] = mixed(lanes[0], pair(image, i));
      lanes[1] = mixed(lanes[1], pair(image, i + 2));
      lanes[2] = mixed(lanes[2], pair(image, i + 4));
      lanes[3] = mixed(lanes[3], pair(image, i + 6));
    }
    long hash = image.length;
    for (; i < image.length; i++) {
      hash = mixed(hash, Float.floatToRawIntBits(image[i]));
    }
    for (long lane : lanes) {
      hash = mixed(hash, lane);
    }
    hash = mixed(hash, hash >>> 32);
    return hash == 0 ? 1 : hash;
  }

  private static long pair(float[] image, int i) {
    return ((long) Float.floatToRawIntBits(image[i]) << 32)
        | (Float.floatToRawIntBits(image[i + 1]) & 0xFFFFFFFFL);
  }

  private static long mixed(long hash, long value) {
    return Long.rotateLeft((hash ^ value) * FACTOR, 29);
  }

  /** Left and right exchanged. */
  static float[] mirrored(float[] image) {
    int side = (int) Math.round(Math.sqrt(image.length / 3.0));
    return mirrored(image, side, 1);
  }

  /**
   * Rows of columns in reverse order.
   *
   * @param values [rows, columns, width]
   */
  static float[] mirrored(float[] values, int columns, int width) {
    float[] result = new float[values.length];
    int row = columns * width;
    for (int start = 0; start < values.length; start += row) {
      for (int c = 0; c < columns; c++) {
        System.arraycopy(
            values, start + c * width, result, start + (columns - 1 - c) * width, width);
      }
    }
    return result;
  }
}
