package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;

final class DrawsProperties {
  private static Map<String, float[]> drawn(long seed, long step, List<String> names) {
    Map<String, float[]> values = new HashMap<>();
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      SeededDraws draws = new SeededDraws(manager, seed, step);
      for (String name : names) {
        Shape shape = new Shape(1 + name.length());
        values.put(
            name,
            (name.length() % 2 == 0 ? draws.normal(name, shape) : draws.uniform(name, shape))
                .toFloatArray());
      }
    }
    return values;
  }

  @Property(tries = 100)
  void doNotDependOnTheOrderInWhichTheyAreMade(
      @ForAll long seed,
      @ForAll long step,
      @ForAll @Size(max = 6) @UniqueElements List<@StringLength(max = 8) String> names) {
    List<String> shuffled = new ArrayList<>(names);
    Collections.shuffle(shuffled, new Random(seed));
    Map<String, float[]> expected = drawn(seed, step, names);
    drawn(seed, step, shuffled)
        .forEach(
            (name, values) -> assertThat(values).as("draw " + name).isEqualTo(expected.get(name)));
  }

  @Property(tries = 200)
  void aShorterDrawIsTheBeginningOfALongerOne(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 40) int length,
      @ForAll @IntRange(min = 0, max = 40) int more) {
    Philox one = Philox.of(seed, 3, "name");
    Philox other = Philox.of(seed, 3, "name");
    int[] some = one.ints(length).toArray();
    assertThat(other.ints((long) length + more).limit(length).toArray())
        .as("the first of %d numbers", length + more)
        .isEqualTo(some);
  }

  @Property
  void otherStepsGiveOtherNumbers(@ForAll long seed, @ForAll @IntRange(min = 1) int apart) {
    assertThat(Philox.of(seed, apart, "name").nextLong())
        .as("number %d steps later", apart)
        .isNotEqualTo(Philox.of(seed, 0, "name").nextLong());
  }
}
