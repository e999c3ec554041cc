package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PhiloxTest {
  @Test
  void givesTheKnownAnswersOfRandom123() {
    assertThat(rounds(0, 0, 0, 0, 0, 0))
        .as("counter and key 0")
        .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(rounds(-1, -1, -1, -1, -1, -1))
        .as("all bits set")
        .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertThat(rounds(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
        .as("digits of pi")
        .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  private static int[] rounds(int c0, int c1, int c2, int c3, int k0, int k1) {
    int[] out = new int[4];
    Philox.rounds(c0, c1, c2, c3, k0, k1, out);
    return out;
  }

  @Test
  void countsBlocksFromZero() {
    Philox philox = new Philox(0, 0);
    assertThat(philox.nextInt()).as("first word").isEqualTo(0x6627e8d5);
    assertThat(philox.nextLong()).as("second and third word").isEqualTo(0xe169c58dbc57ac4cL);
    assertThat(philox.nextInt()).as("fourth word").isEqualTo(0x9b00dbd8);
    assertThat(philox.nextInt()).as("first word of the next block").isNotEqualTo(0x6627e8d5);
  }

  @Test
  void dependsOnSeedStepAndName() {
    long first = Philox.of(1, 2, "noise").nextLong();
    assertThat(Philox.of(1, 2, "noise").nextLong()).as("the same").isEqualTo(first);
    assertThat(Philox.of(2, 2, "noise").nextLong()).as("another seed").isNotEqualTo(first);
    assertThat(Philox.of(1, 3, "noise").nextLong()).as("another step").isNotEqualTo(first);
    assertThat(Philox.of(1, 2, "time").nextLong()).as("another name").isNotEqualTo(first);
  }
}
