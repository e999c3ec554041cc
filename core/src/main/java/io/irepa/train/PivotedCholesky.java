package io.irepa.train;

/**
 * Cholesky's factorization of a Gram matrix with ones on its diagonal, the greatest remainder first
 * (Higham, Accuracy and Stability of Numerical Algorithms, section 10.3). Rows that all but depend
 * on others take no part, and have the solution 0.
 */
final class PivotedCholesky {
  /**
   * The least remainder that is taken. What is saved in float32 is off by 6e-8; the coefficients
   * that a smaller remainder makes, of either sign, would magnify that.
   */
  private static final double LEAST = 1e-9;

  /** Columns of the factor, [rank][n]. */
  private final double[][] factor;

  private final int[] pivots;
  private int rank;

  /**
   * @param gram symmetric and not indefinite
   */
  PivotedCholesky(double[][] gram) {
    int n = gram.length;
    factor = new double[n][n];
    pivots = new int[n];
    double[] rest = new double[n];
    boolean[] taken = new boolean[n];
    for (int i = 0; i < n; i++) {
      rest[i] = gram[i][i];
    }
    for (rank = 0; rank < n; rank++) {
      int pivot = -1;
      for (int i = 0; i < n; i++) {
        if (!taken[i] && (pivot < 0 || rest[i] > rest[pivot])) {
          pivot = i;
        }
      }
      if (rest[pivot] < LEAST) {
        return;
      }
      taken[pivot] = true;
      pivots[rank] = pivot;
      eliminate(gram[pivot], pivot, taken, rest);
    }
  }

  private void eliminate(double[] row, int pivot, boolean[] taken, double[] rest) {
    double[] column = factor[rank];
    column[pivot] = Math.sqrt(rest[pivot]);
    for (int i = 0; i < row.length; i++) {
      if (!taken[i]) {
        double value = row[i];
        for (int k = 0; k < rank; k++) {
          value -= factor[k][i] * factor[k][pivot];
        }
        column[i] = value / column[pivot];
        rest[i] -= column[i] * column[i];
      }
    }
  }

  /** The solution for a right side, 0 in the rows that take no part. */
  double[] solve(double[] right) {
    double[] y = new double[rank];
    for (int k = 0; k < rank; k++) {
      y[k] = right[pivots[k]];
      for (int j = 0; j < k; j++) {
        y[k] -= factor[j][pivots[k]] * y[j];
      }
      y[k] /= factor[k][pivots[k]];
    }
    double[] x = new double[right.length];
    for (int k = rank - 1; k >= 0; k--) {
      double value = y[k];
      for (int j = k + 1; j < rank; j++) {
        value -= factor[k][pivots[j]] * x[pivots[j]];
      }
      x[pivots[k]] = value / factor[k][pivots[k]];
    }
    return x;
  }
}
