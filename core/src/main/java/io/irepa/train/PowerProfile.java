package io.irepa.train;

import io.irepa.config.EmaConfig;

/**
 * A power-function average of the parameters (Karras et al., arXiv 2312.02696, section 3). After t
 * updates the parameters of update k ≤ t have the weight (k/t)^(γ+1) − ((k−1)/t)^(γ+1), that is ∫
 * τ^γ dτ over the k-th of t equal parts: the average's length grows with the training, and the
 * initial values have no weight.
 *
 * @param length the relative length σ_rel: the standard deviation of the weights as a share of t
 * @param exponent γ, greater than 0
 */
public record PowerProfile(double length, double exponent) {
  /**
   * The profile of a length, where σ_rel² = (γ+1) / ((γ+2)² (γ+3)).
   *
   * @param length from {@link EmaConfig#SHORTEST} to {@link EmaConfig#LONGEST}
   * @throws IllegalArgumentException if it is outside
   */
  public static PowerProfile ofLength(double length) {
    if (!(length >= EmaConfig.SHORTEST && length <= EmaConfig.LONGEST)) {
      throw new IllegalArgumentException(
          "A length is from %s to %s, not %s."
              .formatted(EmaConfig.SHORTEST, EmaConfig.LONGEST, length));
    }
    return new PowerProfile(length, exponentOf(length));
  }

  /**
   * The root γ > 0 of γ³ + 7γ² + (16−s)γ + 12−s with s = σ_rel⁻². The cubic is convex there and
   * positive at 1/σ_rel, so Newton's method falls from there to the root.
   */
  private static double exponentOf(double length) {
    double s = 1 / (length * length);
    double gamma = 1 / length;
    double before = Double.POSITIVE_INFINITY;
    while (gamma < before) {
      before = gamma;
      double value = ((gamma + 7) * gamma + 16 - s) * gamma + 12 - s;
      gamma -= value / ((3 * gamma + 14) * gamma + 16 - s);
    }
    return before;
  }

  /**
   * How far an update moves the average towards the parameters: 1 − β with β = (1 − 1/t)^(γ+1).
   *
   * @param update t, counted from 1
   * @return from 0 to 1; 1 at the first update
   */
  public double share(long update) {
    return -Math.expm1((exponent + 1) * Math.log1p(-1.0 / update));
  }

  /** What is left at {@code later} of an average's weights at {@code earlier}: (s/t)^(γ+1). */
  double rest(long earlier, long later) {
    return Math.pow((double) earlier / later, exponent + 1);
  }
}
