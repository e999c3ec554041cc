package io.irepa.image;

import java.util.Arrays;

/**
 * Pixels of 8 bits a sample, resized in the whole numbers that Pillow's Resample.c computes with,
 * to the same bits.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb [height,width,3], unsigned
 */
record Levels(int width, int height, byte[] rgb) implements Samples {
  /** Bits of a weight behind the point: weights may be negative, and sums exceed the range. */
  private static final int BITS = 32 - 8 - 2;

  private static final int HALF = 1 << (BITS - 1);

  @Override
  public float[] planes() {
    int pixels = width * height;
    float[] planes = new float[3 * pixels];
    for (int i = 0; i < pixels; i++) {
      planes[i] = (rgb[3 * i] & 255) / 255f;
      planes[pixels + i] = (rgb[3 * i + 1] & 255) / 255f;
      planes[2 * pixels + i] = (rgb[3 * i + 2] & 255) / 255f;
    }
    return planes;
  }

  @Override
  public Levels resized(Resample filter, Span across, Span down) {
    if (across.isIdentity() && down.isIdentity()) {
      return this;
    }
    Resample.Weights columns = filter.weights(across);
    Resample.Weights rows = filter.weights(down);
    int[][] columnWeights = fixed(columns);
    int[][] rowWeights = fixed(rows);
    int row = 3 * across.count();
    byte[] result = new byte[down.count() * row];
    int[][] wide = new int[rows.most()][row]; // The rows of the first pass that are still needed.
    int done = 0;
    int[] sums = new int[row];
    for (int y = 0; y < down.count(); y++) {
      int first = rows.first()[y];
      int last = first + rowWeights[y].length;
      for (done = Math.max(done, first); done < last; done++) {
        widen(done, columns.first(), columnWeights, wide[done % wide.length]);
      }
      Arrays.fill(sums, HALF);
      for (int i = 0; i < rowWeights[y].length; i++) {
        add(sums, rowWeights[y][i], wide[(first + i) % wide.length]);
      }
      round(sums);
      for (int i = 0; i < row; i++) {
        result[y * row + i] = (byte) sums[i];
      }
    }
    return new Levels(across.count(), down.count(), result);
  }

  /** The first pass of one row. */
  private void widen(int y, int[] first, int[][] weights, int[] row) {
    for (int x = 0; x < first.length; x++) {
      int at = 3 * (y * width + first[x]);
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      for (int weight : weights[x]) {
        red += weight * (rgb[at] & 255);
        green += weight * (rgb[at + 1] & 255);
        blue += weight * (rgb[at + 2] & 255);
        at += 3;
      }
      row[3 * x] = red;
      row[3 * x + 1] = green;
      row[3 * x + 2] = blue;
    }
    round(row);
  }

  private static void add(int[] sums, int weight, int[] row) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * row[i];
    }
  }

  private static void round(int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.max(0, Math.min(255, sums[i] >> BITS));
    }
  }

  private static int[][] fixed(Resample.Weights weights) {
    int[][] fixed = new int[weights.values().length][];
    for (int i = 0; i < fixed.length; i++) {
      double[] values = weights.values()[i];
      fixed[i] = new int[values.length];
      for (int j = 0; j < values.length; j++) {
        fixed[i][j] = (int) (values[j] * (1 << BITS) + (values[j] < 0 ? -0.5 : 0.5));
      }
    }
    return fixed;
  }

  @Override
  public Levels turned(Orientation orientation) {
    int newWidth = orientation.width(this);
    int newHeight = orientation.height(this);
    byte[] turned = new byte[rgb.length];
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        int from = 3 * orientation.source(this, x, y);
        int to = 3 * (y * newWidth + x);
        turned[to] = rgb[from];
        turned[to + 1] = rgb[from + 1];
        turned[to + 2] = rgb[from + 2];
      }
    }
    return new Levels(newWidth, newHeight, turned);
  }
}
