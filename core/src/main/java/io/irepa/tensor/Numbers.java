package io.irepa.tensor;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Numbers of a file's format as those of an array in memory. */
final class Numbers {
  private Numbers() {}

  /**
   * Converts all that is in {@code from}; both buffers are little-endian.
   *
   * @param to takes the numbers from its position on, which moves
   */
  static void convert(StoredFormat format, ByteBuffer from, ByteBuffer to) {
    switch (format) {
      case BF16 -> {
        int count = from.remaining() / 2;
        ShortBuffer halves = from.asShortBuffer();
        FloatBuffer floats = to.asFloatBuffer();
        for (int i = 0; i < count; i++) {
          floats.put(i, Float.intBitsToFloat(halves.get(i) << 16));
        }
        to.position(to.position() + count * 4);
      }
      case F16 -> {
        int count = from.remaining() / 2;
        ShortBuffer halves = from.asShortBuffer();
        FloatBuffer floats = to.asFloatBuffer();
        for (int i = 0; i < count; i++) {
          floats.put(i, half(halves.get(i)));
        }
        to.position(to.position() + count * 4);
      }
      case BOOL -> {
        while (from.hasRemaining()) {
          to.put((byte) (from.get() == 0 ? 0 : 1));
        }
      }
      default -> to.put(from);
    }
  }

  /** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
  static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float subnormal = fraction * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
  }
}
