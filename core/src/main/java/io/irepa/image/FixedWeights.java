package io.irepa.image;

/**
 * The weights of a filter as whole numbers, as Pillow's Resample.c has them for 8 bits a sample.
 *
 * @param taps weights that each new sample has, an even number; the last may be 0
 * @param first for each new sample, the first old one that it is made of
 * @param values [samples,taps], times 2^{@value #BITS}
 */
record FixedWeights(int taps, int[] first, int[] values) {
  /** Bits behind the point: weights may be negative, and sums leave the range from 0 to 255. */
  private static final int BITS = 32 - 8 - 2;

  /** What a sum begins with, to be rounded to the nearest. */
  static final int HALF = 1 << (BITS - 1);

  static FixedWeights of(Resample.Weights weights) {
    int taps = (weights.most() + 1) / 2 * 2;
    int[] values = new int[weights.first().length * taps];
    for (int i = 0; i < weights.first().length; i++) {
      double[] of = weights.values()[i];
      for (int j = 0; j < of.length; j++) {
        values[i * taps + j] = (int) (of[j] * (1 << BITS) + (of[j] < 0 ? -0.5 : 0.5));
      }
    }
    return new FixedWeights(taps, weights.first(), values);
  }

  /** From sums to levels from 0 to 255. */
  static void round(int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.max(0, Math.min(255, sums[i] >> BITS));
    }
  }
}
