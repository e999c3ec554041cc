package io.irepa.image;

/**
 * Filters for another number of samples in a line, as Pillow has them: the kernel is stretched when
 * reducing, and cut and normalised at the ends.
 */
enum Resample {
  /** The mean of the samples whose centres lie in the new one. */
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

  /** The weight of a sample at a distance in (stretched) samples. */
  abstract double kernel(double distance);

  /**
   * Where new samples come from.
   *
   * @param first for each new sample, the first old one that it is made of
   * @param values its weights from there on; their sum is 1
   */
  record Weights(int[] first, double[][] values) {
    /** The most old samples that a new one is made of. */
    int most() {
      int most = 0;
      for (double[] of : values) {
        most = Math.max(most, of.length);
      }
      return most;
    }
  }

  /** The weights of the samples that a span asks for. */
  Weights weights(Span span) {
    double scale = span.from() / (double) span.to();
    double stretch = Math.max(1, scale);
    double shrink = 1 / stretch; // Multiplied by, as Pillow does: a division may round otherwise.
    int[] first = new int[span.count()];
    double[][] values = new double[span.count()][];
    for (int i = 0; i < span.count(); i++) {
      double centre = (span.first() + i + 0.5) * scale;
      int low = Math.max(0, (int) (centre - support * stretch + 0.5));
      int high = Math.min(span.from(), (int) (centre + support * stretch + 0.5));
      first[i] = low;
      values[i] = new double[high - low];
      double sum = 0;
      for (int j = 0; j < values[i].length; j++) {
        values[i][j] = kernel((low + j - centre + 0.5) * shrink);
        sum += values[i][j];
      }
      for (int j = 0; j < values[i].length; j++) {
        values[i][j] /= sum;
      }
    }
    return new Weights(first, values);
  }
}
