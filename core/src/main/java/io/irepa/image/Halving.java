package io.irepa.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Halving of both sides by boxes, where both are even: the rounded means of neighbours in a row,
 * and then of those below each other. Eight samples lie in one number of 64 bits.
 */
final class Halving {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long WITHOUT_LOWEST = 0xFEFEFEFEFEFEFEFEL;

  /** So that the last pixels are read and written as all others. */
  private static final int SPARE = 8;

  private Halving() {}

  /** Half the size. */
  static Levels of(Levels picture) {
    int width = picture.width() / 2;
    int height = picture.height() / 2;
    int line = 3 * picture.width();
    byte[] above = new byte[line + SPARE];
    byte[] below = new byte[line + SPARE];
    byte[] half = new byte[3 * width * height + SPARE];
    for (int y = 0; y < height; y++) {
      System.arraycopy(picture.rgb(), 2 * y * line, above, 0, line);
      System.arraycopy(picture.rgb(), (2 * y + 1) * line, below, 0, line);
      halve(above, below, half, 3 * y * width, width);
    }
    return new Levels(width, height, Arrays.copyOf(half, 3 * width * height));
  }

  /** Of eight samples, three are a pixel; what is written behind them is written over. */
  private static void halve(byte[] above, byte[] below, byte[] to, int at, int width) {
    for (int x = 0; x < width; x++) {
      int from = 6 * x;
      long upper = mean((long) EIGHT.get(above, from), (long) EIGHT.get(above, from + 3));
      long lower = mean((long) EIGHT.get(below, from), (long) EIGHT.get(below, from + 3));
      EIGHT.set(to, at + 3 * x, mean(upper, lower));
    }
  }

  /** The means of eight pairs, halves rounded up. */
  private static long mean(long a, long b) {
    return (a | b) - (((a ^ b) & WITHOUT_LOWEST) >>> 1);
  }
}
