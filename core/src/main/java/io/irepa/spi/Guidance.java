package io.irepa.spi;

/**
 * Classifier-free guidance (arXiv 2207.12598) within an interval of time (arXiv 2404.07724).
 *
 * @param scale at least 0; up to 1 is none; above 1 pushes away from the unconditional prediction
 * @param low guidance acts from this time on, inclusive, where the {@link Field} does not say
 *     otherwise
 * @param high guidance acts up to this time, inclusive, where the field does not say otherwise
 * @since 0.1
 */
public record Guidance(
    @Doc("1 is no guidance; above 1 pushes away from the unconditional prediction")
        @Default("1.0")
        @Range(min = 0)
        double scale,
    @Doc("least time at which guidance acts") @Default("0.0") double low,
    @Doc("greatest time at which guidance acts") @Default("1.0") double high) {
  /**
   * Whether guidance acts at a time.
   *
   * @param t from 0 to 1
   * @return false where the scale is 1 or less
   */
  public boolean acts(double t) {
    return scale > 1 && t >= low && t <= high;
  }
}
