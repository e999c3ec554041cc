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
  @Override
  public float[] planes() {
    int pixels = width * height;
    float[] planes = new float[3 * pixels];
    float[] shares = new float[256];
    for (int level = 0; level < 256; level++) {
      shares[level] = level / 255f;
    }
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < pixels; i++) {
        planes[c * pixels + i] = shares[rgb[3 * i + c] & 255];
      }
    }
    return planes;
  }

  @Override
  public Levels resized(Resample filter, Span across, Span down) {
    if (across.isIdentity() && down.isIdentity()) {
      return this;
    }
    if (filter == Resample.BOX && across.isHalf() && down.isHalf()) {
      return Halving.of(this);
    }
    FixedWeights columns = FixedWeights.of(filter.weights(across));
    FixedWeights rows = FixedWeights.of(filter.weights(down));
    RowPair pair = new RowPair(width, columns.taps());
    int row = 3 * across.count();
    byte[] result = new byte[down.count() * row];
    int[][] wide = new int[rows.taps() + 1][row]; // The rows of the first pass that are needed yet.
    int done = rows.first()[0];
    int[] sums = new int[row];
    for (int y = 0; y < down.count(); y++) {
      int first = rows.first()[y];
      int last = Math.min(height, first + rows.taps());
      for (done = Math.max(done, first); done < last; done += 2) {
        int next = Math.min(done + 1, height - 1);
        pair.load(rgb, 3 * width * done, 3 * width * next, width);
        pair.resize(columns, wide[done % wide.length], wide[(done + 1) % wide.length]);
      }
      Arrays.fill(sums, FixedWeights.HALF);
      for (int i = first; i < last; i++) {
        add(sums, rows.values()[y * rows.taps() + i - first], wide[i % wide.length]);
      }
      FixedWeights.round(sums);
      store(sums, result, y * row);
    }
    return new Levels(across.count(), down.count(), result);
  }

  private static void add(int[] sums, int weight, int[] row) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * row[i];
    }
  }

  private static void store(int[] levels, byte[] to, int at) {
    for (int i = 0; i < levels.length; i++) {
      to[at + i] = (byte) levels[i];
    }
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
