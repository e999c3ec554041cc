package io.irepa.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;

final class TicksProperties {
  @Property
  void areFewAndWithinTheAxis(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double low,
      @ForAll @DoubleRange(min = 1e-6, max = 1e6) @Scale(8) double length) {
    List<Double> ticks = Ticks.between(low, low + length, 4);

    double slack = 1e-9 * Math.max(Math.abs(low), length);
    assertThat(ticks).as("ticks").hasSizeBetween(1, 6).doesNotHaveDuplicates();
    assertThat(ticks)
        .as("each of them")
        .allMatch(tick -> tick >= low - slack && tick <= low + length + slack);
  }

  /** As of a learning rate that never changes: its means over stretches are not quite equal. */
  @Example
  void numbersThatDifferByRoundingHaveFewTicksToo() {
    assertThat(Ticks.between(0.001, Math.nextUp(0.001), 4)).as("ticks").hasSizeLessThan(10);
  }
}
