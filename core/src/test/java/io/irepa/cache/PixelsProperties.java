package io.irepa.cache;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class PixelsProperties {
  private static float[] image() {
    float[] image = new float[3 * 5 * 5];
    for (int i = 0; i < image.length; i++) {
      image[i] = i / 75f;
    }
    return image;
  }

  @Property
  void oneChangedBitOfAnyPixelChangesTheHash(
      @ForAll @IntRange(max = 74) int pixel, @ForAll @IntRange(max = 31) int bit) {
    float[] changed = image();
    changed[pixel] = Float.intBitsToFloat(Float.floatToRawIntBits(changed[pixel]) ^ (1 << bit));
    assertThat(Pixels.hash(changed)).as("hash").isNotEqualTo(Pixels.hash(image()));
  }

  @Property
  void exchangedPixelsChangeTheHash(
      @ForAll @IntRange(max = 74) int one, @ForAll @IntRange(max = 74) int other) {
    float[] changed = image();
    float kept = changed[one];
    changed[one] = changed[other];
    changed[other] = kept;
    assertThat(Pixels.hash(changed) == Pixels.hash(image()))
        .as("the same hash")
        .isEqualTo(one == other);
  }

  @Example
  void mirroringReversesRowsOfTokens() {
    assertThat(Pixels.mirrored(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2))
        .as("two rows of two tokens of width 2")
        .containsExactly(3, 4, 1, 2, 7, 8, 5, 6);
  }
}
