package io.irepa.plugin.encoders;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.irepa.spi.Encoder;
import io.irepa.spi.Grid;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.testkit.EncoderContract;
import io.irepa.testkit.Fakes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Sam2Test extends EncoderContract {
  private static final RunShape ANY =
      new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  /** A grid of 24 with windows of 8, then of 12 with windows of 5, which do not divide it. */
  private static Sam2Config tiny() {
    return config(Optional.empty(), 96, List.of(1, 2), List.of(8, 16), List.of(8, 5));
  }

  private static Sam2Config config(
      Optional<String> preset,
      int input,
      List<Integer> depths,
      List<Integer> widths,
      List<Integer> windows) {
    return new Sam2Config(
        preset,
        Optional.empty(),
        input,
        Optional.of(depths),
        Optional.of(widths),
        Optional.of(List.of(2, 4)),
        Optional.of(windows),
        Optional.of(List.of(3, 3)),
        Optional.of(List.of(2)));
  }

  private static Sam2Config published(String preset, int input) {
    return new Sam2Config(
        Optional.of(preset),
        Optional.empty(),
        input,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Map<String, String> problems(Sam2Config config) {
    Map<String, String> problems = new LinkedHashMap<>();
    config.check(ANY, problems::put);
    return problems;
  }

  @Override
  protected Encoder encoder(NDManager manager) {
    Parameters parameters = Fakes.parameters(manager, "encoder", Precision.FLOAT32);
    return new Sam2(tiny(), parameters, Precision.FLOAT32, manager);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b", "B", "sam2-b", "sam2-hiera-b", "sam2-vit-b"})
  void publishedNamesAreKnown(String name) {
    assertThat(problems(published(name, 512))).as("problems of " + name).isEmpty();
    assertThat(published(name, 512).tokens())
        .as("tokens of " + name)
        .isEqualTo(new TokenShape(new Grid(16, 16), 896));
  }

  @ParameterizedTest
  @CsvSource({"s, 34", "b, 69", "l, 212"})
  void publishedSizesHaveAboutTheirPublishedParameters(String name, int millions) {
    Sam2Size size = Sam2Size.published(name).orElseThrow();
    long count = 0;
    int before = size.widths().get(0);
    for (int stage = 0; stage < size.stages(); stage++) {
      long width = size.widths().get(stage);
      for (int i = 0; i < size.depths().get(stage); i++) {
        count += 3L * before * width + width * width + 8 * width * width;
        count += before == width ? 0 : before * width;
        before = (int) width;
      }
    }
    assertThat(Math.round(count / 1e6)).as("millions of parameters of " + name).isEqualTo(millions);
  }

  @Test
  void anExplicitDimensionOverridesThePreset() {
    Sam2Config config =
        new Sam2Config(
            Optional.of("s"),
            Optional.empty(),
            512,
            Optional.empty(),
            Optional.of(List.of(32, 64, 128, 256)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(config.size().widths()).as("widths").containsExactly(32, 64, 128, 256);
    assertThat(config.size().depths()).as("depths").containsExactly(1, 2, 11, 2);
  }

  @Test
  void refusesAnUnknownSize() {
    assertThat(problems(published("xl", 512))).as("problems").containsOnlyKeys("preset");
  }

  @Test
  void refusesAnInputThatWindowsDoNotDivide() {
    assertThat(problems(published("b", 500))).as("problems").containsOnlyKeys("input");
  }

  @Test
  void refusesListsOfDifferentLengths() {
    Sam2Config config =
        config(Optional.empty(), 96, List.of(1, 2), List.of(8, 16), List.of(8, 4, 2));
    assertThat(problems(config)).as("problems").containsOnlyKeys("windows");
  }

  @Test
  void refusesAnOddWindowBeforeAPooling() {
    Sam2Config config = config(Optional.empty(), 120, List.of(1, 2), List.of(8, 16), List.of(5, 4));
    assertThat(problems(config)).as("problems").containsOnlyKeys("windows");
  }
}
