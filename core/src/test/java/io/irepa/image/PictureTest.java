package io.irepa.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Against Pillow 13.0.0 on pictures of {@link Images#formula}: its second channel after {@code
 * resize} or after ADM's {@code center_crop_arr}.
 */
final class PictureTest {
  /** Of numbers that are divided by 255, and multiplied again. */
  private static final double EXACT = 1e-4;

  private static void assertLevels(Picture picture, double tolerance, int[]... rows) {
    assertThat(picture.height()).as("height").isEqualTo(rows.length);
    assertThat(picture.width()).as("width").isEqualTo(rows[0].length);
    int plane = picture.width() * picture.height();
    for (int y = 0; y < rows.length; y++) {
      for (int x = 0; x < rows[y].length; x++) {
        assertThat(picture.values()[plane + y * picture.width() + x] * 255.0)
            .as("row %d, column %d", y, x)
            .isEqualTo(rows[y][x], within(tolerance));
      }
    }
  }

  private static Picture resized(Resample filter, int width, int height, int to, int down) {
    Samples samples =
        Images.levels(width, height)
            .resized(filter, Span.whole(width, to), Span.whole(height, down));
    return new Picture(samples);
  }

  @Test
  void bicubicReducesAsPillow() {
    assertLevels(
        resized(Resample.BICUBIC, 6, 4, 4, 3),
        EXACT,
        new int[] {42, 63, 120, 211},
        new int[] {69, 99, 175, 177},
        new int[] {132, 180, 188, 96});
  }

  @Test
  void bicubicEnlargesAsPillow() {
    assertLevels(
        resized(Resample.BICUBIC, 6, 4, 9, 5),
        EXACT,
        new int[] {40, 41, 49, 63, 83, 109, 142, 187, 217},
        new int[] {45, 49, 59, 75, 97, 126, 160, 218, 255},
        new int[] {64, 70, 83, 102, 126, 162, 219, 188, 144},
        new int[] {101, 108, 125, 147, 180, 203, 198, 121, 53},
        new int[] {140, 149, 169, 193, 240, 228, 67, 82, 142});
  }

  @Test
  void boxReducesOddSizesAsPillow() {
    assertLevels(
        resized(Resample.BOX, 5, 7, 2, 3),
        EXACT,
        new int[] {60, 142},
        new int[] {145, 159},
        new int[] {116, 112});
  }

  @Test
  void aWidePictureIsCroppedAsAdmDoes() {
    assertLevels(
        Images.formula(11, 7).centreCrop(3),
        EXACT,
        new int[] {98, 152, 140},
        new int[] {144, 145, 143},
        new int[] {106, 138, 146});
  }

  @Test
  void aTallPictureIsCroppedAsAdmDoes() {
    assertLevels(
        Images.formula(13, 20).centreCrop(4),
        EXACT,
        new int[] {145, 130, 144, 121},
        new int[] {134, 136, 139, 126},
        new int[] {139, 125, 111, 149},
        new int[] {131, 126, 139, 117});
  }

  @Test
  void aSmallPictureIsEnlargedAsAdmDoes() {
    assertLevels(
        Images.formula(5, 3).centreCrop(4),
        EXACT,
        new int[] {42, 51, 67, 91},
        new int[] {49, 60, 78, 104},
        new int[] {70, 85, 107, 135},
        new int[] {93, 110, 134, 165});
  }

  @Test
  void aSinglePixelFillsTheWholePicture() {
    Picture picture = new Picture(1, 1, new float[] {0.25f, 0.5f, 1}).centreCrop(16);
    float[] expected = new float[3 * 256];
    Arrays.fill(expected, 0, 256, 0.25f);
    Arrays.fill(expected, 256, 512, 0.5f);
    Arrays.fill(expected, 512, 768, 1);
    assertThat(picture.values()).as("values").containsExactly(expected, within(1e-6f));
  }

  @Test
  void aPictureOfTheRightSizeIsUntouched() {
    Picture picture = Images.formula(8, 8);
    assertThat(picture.centreCrop(8).values()).as("values").isEqualTo(picture.values());
  }

  @Test
  void mirroringSwapsLeftAndRight() {
    Picture picture = new Picture(2, 2, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    assertThat(picture.flipped().values())
        .as("values")
        .containsExactly(2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11);
  }
}
