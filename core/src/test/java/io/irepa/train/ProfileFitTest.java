package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.irepa.train.ProfileProducts.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProfileFitTest {
  private static Weights weights(double length, long step) {
    return new Weights(PowerProfile.ofLength(length), step);
  }

  private static List<Weights> snapshots(long every, long last, double... lengths) {
    List<Weights> snapshots = new ArrayList<>();
    for (long step = every; step <= last; step += every) {
      for (double length : lengths) {
        snapshots.add(weights(length, step));
      }
    }
    return snapshots;
  }

  /** The weights of updates 1 to {@code length}, by their definition. */
  private static double[] written(Weights of, int length) {
    double[] weights = new double[length];
    double power = of.profile().exponent() + 1;
    for (int k = 1; k <= Math.min(length, of.step()); k++) {
      double t = of.step();
      weights[k - 1] = Math.pow(k / t, power) - Math.pow((k - 1) / t, power);
    }
    return weights;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({"0.05, 300, 0.1, 300", "0.05, 120, 0.1, 300", "0.1, 300, 0.05, 7", "0.25, 1, 0.2, 2"})
  void innerProductsAreDirectSums(double lengthA, long stepA, double lengthB, long stepB) {
    Weights a = weights(lengthA, stepA);
    Weights b = weights(lengthB, stepB);
    ProfileProducts products =
        new ProfileProducts(List.of(a.profile(), b.profile()), Stream.of(stepA, stepB));
    assertThat(products.of(a, b))
        .as("inner product")
        .isCloseTo(dot(written(a, 300), written(b, 300)), within(1e-13));
  }

  /** Equation 151 of arXiv 2312.02696: the integrals that the sums approach. */
  @Test
  void innerProductsApproachThePublishedIntegrals() {
    Weights a = weights(0.05, 60_000);
    Weights b = weights(0.1, 100_000);
    double gammaA = a.profile().exponent();
    double gammaB = b.profile().exponent();
    double integral =
        (gammaA + 1) * (gammaB + 1) * Math.pow(0.6, gammaB) / ((gammaA + gammaB + 1) * 100_000);
    ProfileProducts products =
        new ProfileProducts(List.of(a.profile(), b.profile()), Stream.of(60_000L, 100_000L));
    assertThat(products.of(a, b) / integral).as("sum / integral").isCloseTo(1, within(1e-6));
  }

  @Test
  void whatWasSavedIsFoundAgain() {
    List<Weights> saved = snapshots(100, 800, 0.05, 0.1);
    ProfileFit fit = ProfileFit.of(saved, weights(0.1, 800));
    double[] expected = new double[saved.size()];
    expected[saved.size() - 1] = 1;
    assertThat(fit.coefficients()).as("coefficients").containsExactly(expected, within(1e-9));
    assertThat(fit.error()).as("error").isLessThan(1e-7);
  }

  /** Eight snapshots of two lengths; the bounds are twice what was found. */
  @ParameterizedTest
  @CsvSource({"0.04, 0.06", "0.06, 0.023", "0.08, 0.022", "0.12, 0.026", "0.15, 0.066"})
  void lengthsBetweenAndAroundTheSavedOnesAreNear(double length, double most) {
    ProfileFit fit = ProfileFit.of(snapshots(100, 800, 0.05, 0.1), weights(length, 800));
    assertThat(fit.error()).as("error").isLessThan(most);
  }

  @Test
  void theErrorIsThatOfTheCombinedWeights() {
    List<Weights> saved = snapshots(50, 400, 0.05, 0.1);
    Weights wanted = weights(0.08, 400);
    ProfileFit fit = ProfileFit.of(saved, wanted);
    double[] difference = written(wanted, 400);
    double norm = Math.sqrt(dot(difference, difference));
    for (int i = 0; i < saved.size(); i++) {
      double[] one = written(saved.get(i), 400);
      for (int k = 0; k < one.length; k++) {
        difference[k] -= fit.coefficients()[i] * one[k];
      }
    }
    assertThat(fit.error())
        .as("error")
        .isCloseTo(Math.sqrt(dot(difference, difference)) / norm, within(1e-7));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.08, 0.25})
  void constantParametersStayWhatTheyAre(double length) {
    ProfileFit fit = ProfileFit.of(snapshots(100, 500, 0.05, 0.1), weights(length, 500));
    assertThat(Arrays.stream(fit.coefficients()).sum())
        .as("sum of the coefficients")
        .isCloseTo(1, within(1e-9));
  }

  /** All but the same lengths: an exact solution would have coefficients of 3e5 and either sign. */
  @Test
  void lengthsThatHardlyDifferDoNoHarm() {
    ProfileFit fit = ProfileFit.of(snapshots(10, 1500, 0.1, 0.1001), weights(0.03, 1500));
    assertThat(Arrays.stream(fit.coefficients()).map(Math::abs).sum())
        .as("sum of the coefficients' sizes, by which rounding of snapshots grows")
        .isLessThan(100);
    assertThat(fit.error()).as("error").isLessThan(0.1);
  }
}
