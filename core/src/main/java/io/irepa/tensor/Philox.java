package io.irepa.tensor;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/**
 * Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as
 * 1, 2, 3" (SC 2011): the i-th block of four numbers is a function of key and counter alone, so any
 * draw of any step can be made again without making those before it.
 *
 * @since 0.1
 */
public final class Philox implements RandomGenerator {
  private static final int M0 = 0xD2511F53;
  private static final int M1 = 0xCD9E8D57;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;

  private final int key0;
  private final int key1;
  private final long stream;
  private final int[] block = new int[4];
  private long index;
  private int used = 4;

  /**
   * @param key chooses one of 2^64 independent functions
   * @param stream the upper half of the counter, such as a step; the lower half counts blocks from
   *     0
   */
  public Philox(long key, long stream) {
    this.key0 = (int) key;
    this.key1 = (int) (key >>> 32);
    this.stream = stream;
  }

  /**
   * The generator of a named draw.
   *
   * @param seed of the run; makes the key, with the name
   * @param step gives the counter
   * @param name of the draw
   * @return at its first number
   */
  public static Philox of(long seed, long step, String name) {
    long hash = 0xCBF29CE484222325L; // FNV-1a
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    }
    return new Philox(mix(seed + 0x9E3779B97F4A7C15L * (mix(hash) | 1)), step);
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public int nextInt() {
    if (used == 4) {
      rounds(
          (int) index,
          (int) (index >>> 32),
          (int) stream,
          (int) (stream >>> 32),
          key0,
          key1,
          block);
      index++;
      used = 0;
    }
    return block[used++];
  }

  @Override
  public long nextLong() {
    return ((long) nextInt() << 32) | (nextInt() & 0xFFFFFFFFL);
  }

  /** Uniform in [0,1), a multiple of 2^-24. */
  @Override
  public float nextFloat() {
    return (nextInt() >>> 8) * 0x1p-24f;
  }

  /** Uniform in (0,1], with 32 bits near 0: for logarithms. */
  float nextPositiveFloat() {
    return (float) (((nextInt() & 0xFFFFFFFFL) + 0.5) * 0x1p-32);
  }

  static void rounds(int c0, int c1, int c2, int c3, int k0, int k1, int[] out) {
    for (int round = 0; round < 10; round++) {
      long p0 = (M0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long p1 = (M1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += W0;
      k1 += W1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
  }
}
