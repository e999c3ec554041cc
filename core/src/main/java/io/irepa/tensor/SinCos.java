package io.irepa.tensor;

/** Fixed position embeddings on a square grid, as the published MAE and SiT code compute them. */
final class SinCos {
  private static final double PERIOD = 10_000;

  private SinCos() {}

  /**
   * Embeddings [side*side, width], row by row: the first half of the numbers tells the column, the
   * second the row; each half is sines, then cosines, over width/4 frequencies.
   */
  static float[] grid(int side, int width) {
    int quarter = width / 4;
    float[] values = new float[side * side * width];
    int at = 0;
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        at = put(values, at, column, quarter);
        at = put(values, at, row, quarter);
      }
    }
    return values;
  }

  private static int put(float[] values, int at, int position, int frequencies) {
    for (int i = 0; i < frequencies; i++) {
      double angle = position / Math.pow(PERIOD, (double) i / frequencies);
      values[at + i] = (float) Math.sin(angle);
      values[at + frequencies + i] = (float) Math.cos(angle);
    }
    return at + 2 * frequencies;
  }
}
