package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class NamesTest {
  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("abc-").ofMaxLength(6);
  }

  @Property
  void distanceIsZeroForEqualNamesOnly(@ForAll("names") String a, @ForAll("names") String b) {
    assertThat(Names.distance(a, b) == 0).as("distance 0").isEqualTo(a.equals(b));
  }

  @Property
  void distanceIsSymmetric(@ForAll("names") String a, @ForAll("names") String b) {
    assertThat(Names.distance(a, b)).as("there and back").isEqualTo(Names.distance(b, a));
  }

  /**
   * A swapped pair is not edited again, so the triangle holds up to the two edits that a swap
   * stands for.
   */
  @Property
  void distanceKeepsTheTriangleUpToSwaps(
      @ForAll("names") String a, @ForAll("names") String b, @ForAll("names") String c) {
    assertThat(Names.distance(a, c))
        .as("straight, against twice the way over b")
        .isLessThanOrEqualTo(2 * (Names.distance(a, b) + Names.distance(b, c)));
  }

  @Property
  void distanceIsAtMostTheLongerLength(@ForAll("names") String a, @ForAll("names") String b) {
    assertThat(Names.distance(a, b))
        .as("distance")
        .isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
  }

  @Example
  void writesKebabCase() {
    assertThat(Names.kebab("labelDrop")).isEqualTo("label-drop");
    assertThat(Names.kebab("LOGIT_NORMAL")).isEqualTo("logit-normal");
    assertThat(Names.kebab("BFLOAT16")).isEqualTo("bfloat16");
    assertThat(Names.kebab("AlignmentLoss")).isEqualTo("alignment-loss");
    assertThat(Names.kebab("steps")).isEqualTo("steps");
  }

  @Example
  void suggestsTheNearestName() {
    assertThat(Names.suggestion("setps", List.of("batch", "steps", "keep"))).contains("'steps'");
    assertThat(Names.suggestion("something", List.of("batch", "steps"))).isEmpty();
  }
}
