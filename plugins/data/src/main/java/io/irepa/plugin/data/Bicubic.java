package io.irepa.plugin.data;

/**
 * Bicubic resampling with antialiasing when reducing: Keys' kernel with a = -0.5, as Pillow has it.
 */
final class Bicubic {
  private Bicubic() {}

  static Picture resize(Picture from, int width, int height) {
    Weights across = Weights.of(from.width(), width);
    Weights down = Weights.of(from.height(), height);
    float[] wide = new float[3 * from.height() * width];
    for (int row = 0; row < 3 * from.height(); row++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int i = 0; i < across.values[x].length; i++) {
          sum += across.values[x][i] * from.values()[row * from.width() + across.first[x] + i];
        }
        wide[row * width + x] = clip(sum);
      }
    }
    float[] result = new float[3 * height * width];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          float sum = 0;
          for (int i = 0; i < down.values[y].length; i++) {
            sum += down.values[y][i] * wide[(c * from.height() + down.first[y] + i) * width + x];
          }
          result[(c * height + y) * width + x] = clip(sum);
        }
      }
    }
    return new Picture(width, height, result);
  }

  private static float clip(float value) {
    return Math.max(0, Math.min(1, value));
  }

  /** For each place of the result, the first place of the source and the weights from there on. */
  private record Weights(int[] first, float[][] values) {
    static Weights of(int from, int to) {
      double scale = from / (double) to;
      double stretch = Math.max(1, scale);
      int[] first = new int[to];
      float[][] values = new float[to][];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * scale;
        int low = Math.max(0, (int) (centre - 2 * stretch + 0.5));
        int high = Math.min(from, (int) (centre + 2 * stretch + 0.5));
        double[] weights = new double[high - low];
        double sum = 0;
        for (int j = 0; j < weights.length; j++) {
          weights[j] = kernel((low + j - centre + 0.5) / stretch);
          sum += weights[j];
        }
        first[i] = low;
        values[i] = new float[weights.length];
        for (int j = 0; j < weights.length; j++) {
          values[i][j] = (float) (weights[j] / sum);
        }
      }
      return new Weights(first, values);
    }

    private static double kernel(double distance) {
      double x = Math.abs(distance);
      double a = -0.5;
      if (x < 1) {
        return ((a + 2) * x - (a + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }
  }
}
