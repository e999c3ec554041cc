package io.irepa.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against NumPy 2.4.6 and scipy.stats.bootstrap of SciPy 1.17.1 (method percentile). */
final class BootstrapTest {
  private static final double[] X = {
    0.11, 0.25, 0.19, 0.32, 0.41, 0.05, 0.28, 0.36, 0.15, 0.22, 0.30
  };
  private static final double[] Y = {
    16.2, 15.1, 15.9, 14.2, 14.0, 16.9, 15.5, 13.9, 15.2, 16.0, 14.6
  };

  @Test
  void quantilesAreNumPys() {
    double[] numbers = {13.8, 14.8, 15.9, 12.6, 13.1};
    assertThat(Quantiles.of(numbers, 0.025)).as("2.5 %").isCloseTo(12.65, within(1e-12));
    assertThat(Quantiles.of(numbers, 0.3)).as("30 %").isCloseTo(13.24, within(1e-12));
    assertThat(Quantiles.of(numbers, 0.975)).as("97.5 %").isCloseTo(15.79, within(1e-12));
  }

  @Test
  void fewNumbersAreDrawnInEveryPossibleWay() {
    double[] numbers = {12.0, 15.0, 13.5};
    List<int[][]> draws = Resampling.draws(2000, 3);
    assertThat(draws).as("draws").hasSize(27);
    double[] means =
        draws.stream()
            .mapToDouble(
                draw -> Arrays.stream(draw[0]).mapToDouble(i -> numbers[i]).average().orElseThrow())
            .toArray();
    Quantiles.Interval interval = Quantiles.middle(means);
    assertThat(interval.low()).as("low").isCloseTo(12.325, within(1e-9));
    assertThat(interval.high()).as("high").isCloseTo(14.675, within(1e-9));
  }

  /** SciPy's own bounds differ by 0.004 from seed to seed with 20,000 draws. */
  @Test
  void intervalsOfACorrelationAreSciPys() {
    double[] drawn =
        Resampling.draws(20_000, X.length).stream()
            .mapToDouble(draw -> pearson(chosen(X, draw[0]), chosen(Y, draw[0])))
            .toArray();
    Quantiles.Interval interval = Quantiles.middle(drawn);
    assertThat(interval.low()).as("low").isCloseTo(-0.9796, within(0.004));
    assertThat(interval.high()).as("high").isCloseTo(-0.7063, within(0.008));
  }

  @Test
  void drawsAreTheSameEachTime() {
    assertThat(Resampling.draws(100, 11).get(99)[0])
        .as("the last draw")
        .isEqualTo(Resampling.draws(100, 11).get(99)[0]);
  }

  private static double[] chosen(double[] numbers, int[] places) {
    return Arrays.stream(places).mapToDouble(i -> numbers[i]).toArray();
  }

  private static double pearson(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double products = 0;
    double squaresX = 0;
    double squaresY = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squaresX += (x[i] - meanX) * (x[i] - meanX);
      squaresY += (y[i] - meanY) * (y[i] - meanY);
    }
    return products / Math.sqrt(squaresX * squaresY);
  }
}
