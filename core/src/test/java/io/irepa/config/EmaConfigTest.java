package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class EmaConfigTest {
  private static final EmaConfig TWO_AND_TWO =
      new EmaConfig(List.of(0.9999, 0.0), false, List.of(0.1, 0.001), 0);

  private static List<String> problems(String yaml) {
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> TestCatalog.read(TestCatalog.RUN + yaml));
    assertThat(e).as("exception for\n" + yaml).isNotNull();
    return e.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void namesAreWithoutExponents() {
    assertThat(TWO_AND_TWO.names())
        .as("names")
        .containsExactly("decay-0.9999", "decay-0", "power-0.1", "power-0.001");
  }

  @Test
  void numbersInNamesMayBeWrittenOtherwise() {
    assertThat(TWO_AND_TWO.index("power-.10")).as("index").hasValue(2);
    assertThat(TWO_AND_TWO.index("decay-0.0")).as("index").hasValue(1);
  }

  @Test
  void theFirstOneIsTheFirstDecay() {
    assertThat(TWO_AND_TWO.index("first")).as("index").hasValue(0);
  }

  @Test
  void withoutAveragesTheFirstIsTheParameters() {
    EmaConfig none = new EmaConfig(List.of(), false, List.of(), 0);
    assertThat(none.knows("first")).as("known").isTrue();
    assertThat(none.index("first")).as("index").isEqualTo(OptionalInt.empty());
  }

  @Test
  void refusesLengthsThatNoProfileHas() {
    assertThat(problems("ema: {power: [0, 0.05, 0.3, NaN, ten]}\n"))
        .as("problems")
        .hasSize(4)
        .anyMatch(problem -> problem.contains("ema.power.0: 0 is out of range: from 0.001 to 0.28"))
        .anyMatch(problem -> problem.contains("ema.power.2"))
        .anyMatch(problem -> problem.contains("ema.power.3"))
        .anyMatch(problem -> problem.contains("ema.power.4"));
  }

  @Test
  void refusesDecaysThatAreNone() {
    assertThat(problems("ema: {decays: [-0.1, 1.1, Infinity]}\n")).as("problems").hasSize(3);
  }

  @Test
  void refusesTheSameAverageTwice() {
    assertThat(problems("ema: {decays: [0.9, 0.90], power: [0.1, 1.0e-1]}\n"))
        .as("problems")
        .hasSize(2)
        .allMatch(problem -> problem.contains("twice"));
  }

  @Test
  void namesTheAveragesWhereAnotherIsAskedFor() {
    assertThat(problems("ema: {decays: [0.9], power: [0.1]}\nsample: {ema: power-0.2}\n"))
        .as("problems")
        .singleElement()
        .asString()
        .contains("sample.ema", "power-0.2", "first, none, decay-0.9, power-0.1");
  }
}
