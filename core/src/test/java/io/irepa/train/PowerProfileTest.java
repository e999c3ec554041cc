package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.irepa.config.EmaConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PowerProfileTest {
  /** The paper's own pairs: section 3 gives γ ≈ 16.97 for 5 % and 6.94 for 10 %. */
  @ParameterizedTest
  @CsvSource({"0.05, 16.97", "0.10, 6.94"})
  void hasThePublishedExponents(double length, double exponent) {
    assertThat(PowerProfile.ofLength(length).exponent())
        .as("exponent of the length %s", length)
        .isCloseTo(exponent, within(0.005));
  }

  @ParameterizedTest
  @ValueSource(doubles = {EmaConfig.SHORTEST, 0.01, 0.05, 0.1, 0.2, 0.25, EmaConfig.LONGEST})
  void hasTheLengthAskedFor(double length) {
    double g = PowerProfile.ofLength(length).exponent();
    assertThat(Math.sqrt((g + 1) / ((g + 2) * (g + 2) * (g + 3))))
        .as("standard deviation of τ^%s", g)
        .isCloseTo(length, within(1e-12 * length));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -0.1, 0.0009, 0.2801, Double.POSITIVE_INFINITY})
  void refusesLengthsThatNoProfileHas(double length) {
    assertThatThrownBy(() -> PowerProfile.ofLength(length))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("" + length);
  }

  @Test
  void theFirstUpdateLeavesNothingOfTheInitialValues() {
    assertThat(PowerProfile.ofLength(0.28).share(1)).as("share").isEqualTo(1);
  }

  /** The recursion, unrolled, against the weights as the class states them. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.28})
  void updatesGiveTheStatedWeights(double length) {
    PowerProfile profile = PowerProfile.ofLength(length);
    int t = 500;
    double[] weights = new double[t + 1];
    for (int update = 1; update <= t; update++) {
      double share = profile.share(update);
      for (int k = 1; k < update; k++) {
        weights[k] *= 1 - share;
      }
      weights[update] = share;
    }
    for (int k = 1; k <= t; k++) {
      double power = profile.exponent() + 1;
      double stated = Math.pow((double) k / t, power) - Math.pow((k - 1.0) / t, power);
      assertThat(weights[k]).as("weight of update %d", k).isCloseTo(stated, within(1e-13));
    }
  }

  /** For long runs the weights' standard deviation is the relative length times the updates. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.1, 0.25})
  void theWeightsSpreadAsFarAsTheLengthSays(double length) {
    PowerProfile profile = PowerProfile.ofLength(length);
    int t = 20_000;
    double mean = 0;
    double square = 0;
    for (int k = 1; k <= t; k++) {
      double weight = profile.rest(k, t) - profile.rest(k - 1, t);
      double at = (k - 0.5) / t;
      mean += weight * at;
      square += weight * at * at;
    }
    assertThat(Math.sqrt(square - mean * mean)).as("spread").isCloseTo(length, within(1e-4));
  }
}
