package io.irepa;

import java.util.Arrays;
import java.util.Random;

/** Damage to a file, as it happens or as somebody wishes. */
public final class Mutation {
  private Mutation() {}

  /** Bytes changed, cut off, doubled or left out. */
  public static byte[] of(byte[] whole, Random random) {
    byte[] mutated = whole.clone();
    switch (random.nextInt(5)) {
      case 0 -> mutated = Arrays.copyOf(whole, random.nextInt(whole.length));
      case 1 -> {
        int from = random.nextInt(whole.length);
        int length = 1 + random.nextInt(Math.min(40, whole.length - from));
        mutated = new byte[whole.length - length];
        System.arraycopy(whole, 0, mutated, 0, from);
        System.arraycopy(whole, from + length, mutated, from, mutated.length - from);
      }
      default -> {
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
          int at = random.nextInt(whole.length);
          mutated[at] =
              switch (random.nextInt(4)) {
                case 0 -> (byte) 0xff;
                case 1 -> 0;
                case 2 -> (byte) (mutated[at] ^ (1 << random.nextInt(8)));
                default -> (byte) random.nextInt(256);
              };
        }
      }
    }
    return mutated;
  }
}
