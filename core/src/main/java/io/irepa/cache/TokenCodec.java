package io.irepa.cache;

import io.irepa.config.CacheConfig.Format;
import java.nio.ByteBuffer;

/**
 * Tokens as bytes, little-endian.
 *
 * @param format of a number
 * @param tokens T, of an image
 * @param width K, numbers a token
 */
record TokenCodec(Format format, int tokens, int width) {
  private static final float LEVELS = 127;
  private static final int INFINITE = 0x7F80;

  /** Bytes of an image's tokens. */
  int bytes() {
    long numbers = (long) tokens * width;
    return Math.toIntExact(
        switch (format) {
          case FLOAT32 -> 4 * numbers;
          case BFLOAT16 -> 2 * numbers;
          case INT8 -> numbers + 4L * tokens;
        });
  }

  /**
   * Writes tokens from the buffer's position on.
   *
   * @param values holds [T,K] from {@code from} on, finite
   */
  void encode(float[] values, int from, ByteBuffer bytes) {
    int numbers = tokens * width;
    switch (format) {
      case FLOAT32 -> {
        bytes.asFloatBuffer().put(values, from, numbers);
        bytes.position(bytes.position() + bytes());
      }
      case BFLOAT16 -> {
        for (int i = 0; i < numbers; i++) {
          bytes.putShort(bfloat16(values[from + i]));
        }
      }
      case INT8 -> {
        for (int t = 0; t < tokens; t++) {
          quantize(values, from + t * width, bytes);
        }
      }
    }
  }

  /** To the nearest, ties to even; the greatest numbers are rounded down, and stay finite. */
  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int rounded = (bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16;
    return (short) ((rounded & 0x7FFF) == INFINITE ? rounded - 1 : rounded);
  }

  /** A token: its scale, and each number as a multiple of it. */
  private void quantize(float[] values, int from, ByteBuffer bytes) {
    float most = 0;
    for (int k = 0; k < width; k++) {
      most = Math.max(most, Math.abs(values[from + k]));
    }
    float scale = most / LEVELS;
    if (Float.isInfinite(scale * LEVELS)) {
      scale = Math.nextDown(scale); // The greatest of all numbers stays finite.
    }
    bytes.putFloat(scale);
    for (int k = 0; k < width; k++) {
      float level = scale == 0 ? 0 : values[from + k] / scale;
      bytes.put((byte) Math.max(-LEVELS, Math.min(LEVELS, Math.rint(level))));
    }
  }

  /**
   * Reads tokens from the buffer's position on.
   *
   * @return [T,K]
   */
  float[] decode(ByteBuffer bytes) {
    float[] values = new float[tokens * width];
    switch (format) {
      case FLOAT32 -> bytes.asFloatBuffer().get(values);
      case BFLOAT16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.intBitsToFloat(bytes.getShort() << 16);
        }
      }
      case INT8 -> {
        byte[] levels = new byte[width];
        for (int t = 0; t < tokens; t++) {
          float scale = bytes.getFloat();
          bytes.get(levels);
          for (int k = 0; k < width; k++) {
            values[t * width + k] = scale * levels[k];
          }
        }
      }
    }
    return values;
  }
}
