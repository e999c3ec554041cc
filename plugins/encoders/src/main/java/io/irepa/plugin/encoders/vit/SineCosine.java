package io.irepa.plugin.encoders.vit;

/** Fixed position embeddings on a square grid, as MAE and MoCo v3 compute them. */
final class SineCosine {
  private static final double PERIOD = 10_000;

  private SineCosine() {}

  /**
   * Embeddings [side*side, width], row by row: each half of the numbers tells one coordinate, by
   * sines, then cosines, over width/4 frequencies.
   *
   * @param byColumn whether the first half tells the column, or the row
   */
  static float[] grid(int side, int width, boolean byColumn) {
    float[] values = new float[side * side * width];
    int at = 0;
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        at = put(values, at, byColumn ? column : row, width / 4);
        at = put(values, at, byColumn ? row : column, width / 4);
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
