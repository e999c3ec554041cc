package io.irepa.image;

/**
 * Two rows of pixels that are resized at once: a sample of the upper one lies in the low half of a
 * number of 64 bits, and that of the lower one in the high half, so that one product serves both.
 */
final class RowPair {
  private static final long START = FixedWeights.HALF | (long) FixedWeights.HALF << 32;

  private final long[] samples;

  /**
   * For rows of a width.
   *
   * @param beyond how many pixels are looked at behind a row's end, which have no weight
   */
  RowPair(int width, int beyond) {
    samples = new long[3 * (width + beyond)];
  }

  /** Takes two rows, or the same one twice, whose samples begin at the places given. */
  void load(byte[] rgb, int upper, int lower, int width) {
    for (int i = 0; i < 3 * width; i++) {
      samples[i] = (rgb[upper + i] & 255L) | (rgb[lower + i] & 255L) << 32;
    }
  }

  /** Makes two rows of three levels a pixel. */
  void resize(FixedWeights weights, int[] upper, int[] lower) {
    for (int x = 0; x < weights.first().length; x++) {
      int from = 3 * weights.first()[x];
      for (int c = 0; c < 3; c++) {
        long sums = START + product(from + c, weights.values(), x * weights.taps(), weights.taps());
        upper[3 * x + c] = (int) sums;
        lower[3 * x + c] = (int) ((sums - (int) sums) >> 32); // A negative low half has borrowed.
      }
    }
    FixedWeights.round(upper);
    FixedWeights.round(lower);
  }

  /**
   * Without loops for the numbers that are common: such short ones cost more than what is in them.
   */
  private long product(int at, int[] weights, int from, int taps) {
    return switch (taps) {
      case 2 -> two(at, weights, from);
      case 4 -> two(at, weights, from) + two(at + 6, weights, from + 2);
      case 6 ->
          two(at, weights, from) + two(at + 6, weights, from + 2) + two(at + 12, weights, from + 4);
      case 8 ->
          two(at, weights, from)
              + two(at + 6, weights, from + 2)
              + two(at + 12, weights, from + 4)
              + two(at + 18, weights, from + 6);
      default -> any(at, weights, from, taps);
    };
  }

  private long any(int at, int[] weights, int from, int taps) {
    long sum = 0;
    for (int i = 0; i < taps; i++) {
      sum += weights[from + i] * samples[at + 3 * i];
    }
    return sum;
  }

  private long two(int at, int[] weights, int from) {
    return weights[from] * samples[at] + weights[from + 1] * samples[at + 3];
  }
}
