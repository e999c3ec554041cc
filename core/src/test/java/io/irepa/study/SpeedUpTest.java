package io.irepa.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class SpeedUpTest {
  private static final double[] STEPS = {100, 200, 300, 400};

  private static Curve curve(double... values) {
    return new Curve(STEPS, values);
  }

  private static SpeedUp speedUp(List<Curve> runs, List<Curve> reference) {
    return SpeedUp.of(runs, reference, OptionalDouble.empty(), true, 200);
  }

  @Test
  void aQualityIsReachedBetweenTwoEvaluations() {
    assertThat(Reach.steps(curve(40, 20, 10, 8), 15, true)).as("steps").hasValue(250);
  }

  @Test
  void higherMayBeBetter() {
    assertThat(Reach.steps(curve(0.1, 0.2, 0.6, 0.8), 0.4, false)).as("steps").hasValue(250);
  }

  @Test
  void whatIsGoodFromTheBeginningIsReachedAtTheFirstStep() {
    assertThat(Reach.steps(curve(5, 4, 3, 2), 6, true)).as("steps").hasValue(100);
  }

  @Test
  void whatIsNeverReachedHasNoStep() {
    assertThat(Reach.steps(curve(40, 20, 10, 8), 7, true)).as("steps").isEmpty();
  }

  @Test
  void theReferenceAtItsEndIsReachedTwiceAsFast() {
    SpeedUp found = speedUp(List.of(curve(40, 8, 6, 5)), List.of(curve(50, 30, 20, 8)));
    assertThat(found.quality()).as("quality").isEqualTo(8);
    assertThat(found.ratio()).as("ratio").isCloseTo(2, within(1e-12));
    assertThat(found.interval()).as("of one seed each").isEqualTo(new Quantiles.Interval(2, 2));
  }

  @Test
  void theIntervalHoldsDrawsThatDoNotReachIt() {
    List<Curve> runs = List.of(curve(40, 30, 20, 12), curve(40, 8, 6, 5));
    SpeedUp found = speedUp(runs, List.of(curve(50, 30, 20, 8)));
    assertThat(found.interval().low()).as("not reached by the first alone").isZero();
    assertThat(found.interval().high()).as("by the second alone").isBetween(1.8, 2.0);
  }

  @Test
  void worseRunsDoNotReachIt() {
    assertThat(speedUp(List.of(curve(40, 30, 20, 12)), List.of(curve(50, 30, 20, 8))).ratio())
        .as("ratio")
        .isZero();
  }

  @Test
  void onlyStepsThatAllSeedsHaveAreAveraged() {
    Curve mean =
        Reach.mean(
            List.of(curve(4, 3, 2, 1), new Curve(new double[] {200, 400}, new double[] {5, 3})),
            new int[] {0, 1});
    assertThat(mean.steps()).as("steps").containsExactly(200, 400);
    assertThat(mean.values()).as("values").containsExactly(4, 2);
  }
}
