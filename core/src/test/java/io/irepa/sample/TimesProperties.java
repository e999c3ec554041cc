package io.irepa.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

final class TimesProperties {
  @Property(tries = 200)
  void fallStrictlyFromTheFirstToTheLast(
      @ForAll @IntRange(min = 2, max = 2000) int count,
      @ForAll @DoubleRange(min = 0, max = 0.5) double last) {
    double[] times = Times.between(1, last, count);
    assertThat(times).as("times").hasSize(count).startsWith(1).endsWith(last);
    for (int i = 1; i < count; i++) {
      assertThat(times[i]).as("time %d after %s", i, times[i - 1]).isLessThan(times[i - 1]);
    }
  }

  @Property(tries = 200)
  void areEvenlySpaced(@ForAll @IntRange(min = 2, max = 2000) int count) {
    double[] times = Times.between(1, 0, count);
    for (int i = 1; i < count; i++) {
      assertThat(times[i - 1] - times[i])
          .as("step %d of %d times", i, count)
          .isCloseTo(1.0 / (count - 1), within(1e-12));
    }
  }
}
