package io.irepa.train;

import io.irepa.train.ProfileProducts.Weights;
import java.util.List;
import java.util.stream.Stream;

/**
 * The combination of saved averages that comes nearest to an average that was not tracked: least
 * squares between weights (Karras et al., arXiv 2312.02696, algorithm 3), with coefficients whose
 * sum is 1, in float64.
 *
 * @param coefficients one a saved average
 * @param error distance between the combination's weights and those wanted, as a share of the
 *     latter's length
 */
record ProfileFit(double[] coefficients, double error) {
  /**
   * Finds the combination.
   *
   * @param saved at least one, all different
   * @param wanted the average to come near to
   */
  static ProfileFit of(List<Weights> saved, Weights wanted) {
    ProfileProducts products =
        new ProfileProducts(
            Stream.concat(saved.stream(), Stream.of(wanted)).map(Weights::profile).toList(),
            Stream.concat(saved.stream(), Stream.of(wanted)).map(Weights::step));
    int n = saved.size();
    double[] norms = saved.stream().mapToDouble(w -> Math.sqrt(products.of(w, w))).toArray();
    double[][] gram = new double[n][n];
    double[] right = new double[n];
    double[] ones = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        gram[i][j] = products.of(saved.get(i), saved.get(j)) / norms[i] / norms[j];
      }
      right[i] = products.of(saved.get(i), wanted) / norms[i];
      ones[i] = 1 / norms[i];
    }
    // Minimal under sum(x) = 1: x = G⁻¹b + λ G⁻¹1.
    PivotedCholesky factor = new PivotedCholesky(gram);
    double[] free = factor.solve(right);
    double[] towards = factor.solve(ones);
    double lambda = (1 - dot(free, ones)) / dot(towards, ones);
    double[] x = new double[n];
    double[] coefficients = new double[n];
    double square = products.of(wanted, wanted);
    double difference = square;
    for (int i = 0; i < n; i++) {
      x[i] = free[i] + lambda * towards[i];
      coefficients[i] = x[i] / norms[i];
    }
    for (int i = 0; i < n; i++) {
      difference += x[i] * (dot(gram[i], x) - 2 * right[i]);
    }
    return new ProfileFit(coefficients, Math.sqrt(Math.max(0, difference) / square));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
