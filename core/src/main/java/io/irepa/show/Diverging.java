package io.irepa.show;

/** Colours of numbers from -1 to 1: blue, white at 0, red; darker towards the ends. */
final class Diverging {
  private static final int[][] COLOURS = {
    {5, 48, 97}, {67, 147, 195}, {247, 247, 247}, {214, 96, 77}, {103, 0, 31}
  };

  private Diverging() {}

  /** The colour as 0xRRGGBB; numbers outside are those at the ends. */
  static int rgb(float value) {
    float place = (Math.max(-1, Math.min(1, value)) + 1) / 2 * (COLOURS.length - 1);
    int below = Math.min(COLOURS.length - 2, (int) place);
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      int low = COLOURS[below][c];
      int high = COLOURS[below + 1][c];
      rgb = rgb << 8 | Math.round(low + (place - below) * (high - low));
    }
    return rgb;
  }
}
