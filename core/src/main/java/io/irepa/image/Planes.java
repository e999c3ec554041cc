package io.irepa.image;

/**
 * Planes of numbers in [0,1], for what 8 bits do not hold: 16 bits a sample, and colours that lie
 * on a ground. Values are clipped after each of a resize's two passes.
 *
 * @param width in pixels
 * @param height in pixels
 * @param planes [3,height,width]
 */
record Planes(int width, int height, float[] planes) implements Samples {
  @Override
  public Planes resized(Resample filter, Span across, Span down) {
    Resample.Weights columns = filter.weights(across);
    Resample.Weights rows = filter.weights(down);
    int newWidth = across.count();
    int newHeight = down.count();
    float[] wide = new float[3 * height * newWidth];
    for (int x = 0; x < newWidth; x++) {
      float[] weights = narrowed(columns.values()[x]);
      for (int row = 0; row < 3 * height; row++) {
        float sum = 0;
        for (int i = 0; i < weights.length; i++) {
          sum += weights[i] * planes[row * width + columns.first()[x] + i];
        }
        wide[row * newWidth + x] = clip(sum);
      }
    }
    float[] result = new float[3 * newHeight * newWidth];
    for (int y = 0; y < newHeight; y++) {
      float[] weights = narrowed(rows.values()[y]);
      for (int c = 0; c < 3; c++) {
        for (int x = 0; x < newWidth; x++) {
          float sum = 0;
          for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * wide[(c * height + rows.first()[y] + i) * newWidth + x];
          }
          result[(c * newHeight + y) * newWidth + x] = clip(sum);
        }
      }
    }
    return new Planes(newWidth, newHeight, result);
  }

  private static float[] narrowed(double[] weights) {
    float[] narrowed = new float[weights.length];
    for (int i = 0; i < weights.length; i++) {
      narrowed[i] = (float) weights[i];
    }
    return narrowed;
  }

  private static float clip(float value) {
    return Math.max(0, Math.min(1, value));
  }

  @Override
  public Planes turned(Orientation orientation) {
    int newWidth = orientation.width(this);
    int newHeight = orientation.height(this);
    float[] turned = new float[planes.length];
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < newHeight; y++) {
        for (int x = 0; x < newWidth; x++) {
          turned[(c * newHeight + y) * newWidth + x] =
              planes[c * width * height + orientation.source(this, x, y)];
        }
      }
    }
    return new Planes(newWidth, newHeight, turned);
  }
}
