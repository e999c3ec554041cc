package io.irepa.image;

/**
 * Resampling as Pillow does it, but in float: the kernel is stretched when reducing, and values are
 * clipped to [0,1] after each of the two passes.
 */
enum Resample {
  /** The mean of the pixels whose centres lie in the new pixel. */
  BOX(0.5) {
    @Override
    double kernel(double distance) {
      return distance > -0.5 && distance <= 0.5 ? 1 : 0;
    }
  },

  /** Keys' kernel with a = -0.5. */
  BICUBIC(2) {
    @Override
    double kernel(double distance) {
      double x = Math.abs(distance);
      double a = -0.5;
      if (x < 1) {
        return ((a + 2) * x - (a + 3)) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    }
  };

  private final double support;

  Resample(double support) {
    this.support = support;
  }

  /** The weight of a pixel at a distance in (stretched) pixels. */
  abstract double kernel(double distance);

  /** The picture in another size, in pixels. */
  Picture resize(Picture from, int width, int height) {
    Weights across = weights(from.width(), width);
    Weights down = weights(from.height(), height);
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
  private record Weights(int[] first, float[][] values) {}

  private Weights weights(int from, int to) {
    double scale = from / (double) to;
    double stretch = Math.max(1, scale);
    int[] first = new int[to];
    float[][] values = new float[to][];
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int low = Math.max(0, (int) (centre - support * stretch + 0.5));
      int high = Math.min(from, (int) (centre + support * stretch + 0.5));
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
}
