package io.irepa.cache;

import io.irepa.config.CacheConfig.Format;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rows of numbers as bytes, little-endian: an image's tokens, or the channels of its latents.
 *
 * @param format of a number
 * @param rows of an image: T tokens, or C channels
 * @param width numbers a row: K of a token, or h·w of a channel
 */
record RowCodec(Format format, int rows, int width) {
  private static final float LEVELS = 127;
  private static final int INFINITE = 0x7F80;

  /** Numbers of an image. */
  int numbers() {
    return Math.multiplyExact(rows, width);
  }

  /** Bytes of an image. */
  int bytes() {
    long numbers = numbers();
    return Math.toIntExact(
        switch (format) {
          case FLOAT32 -> 4 * numbers;
          case BFLOAT16 -> 2 * numbers;
          case INT8 -> numbers + 4L * rows;
        });
  }

  /**
   * Writes an image from the buffer's position on.
   *
   * @param values holds [rows,width] from {@code from} on, finite
   */
  void encode(float[] values, int from, ByteBuffer bytes) {
    int numbers = numbers();
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
        for (int t = 0; t < rows; t++) {
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

  /** A row: its scale, and each number as a multiple of it. */
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
   * Reads an image from the buffer's position on.
   *
   * @return [rows,width]
   */
  float[] decode(ByteBuffer bytes) {
    float[] values = new float[numbers()];
    switch (format) {
      case FLOAT32 -> bytes.asFloatBuffer().get(values);
      case BFLOAT16 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.intBitsToFloat(bytes.getShort() << 16);
        }
      }
      case INT8 -> {
        byte[] levels = new byte[width];
        for (int t = 0; t < rows; t++) {
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

  /** Images as they are read after they are written. */
  float[] rounded(float[] images) {
    float[] read = new float[images.length];
    ByteBuffer bytes = ByteBuffer.allocate(bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < images.length; from += numbers()) {
      encode(images, from, bytes.clear());
      System.arraycopy(decode(bytes.flip()), 0, read, from, numbers());
    }
    return read;
  }
}
