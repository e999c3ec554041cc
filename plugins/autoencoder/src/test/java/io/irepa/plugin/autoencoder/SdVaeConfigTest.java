package io.irepa.plugin.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import io.irepa.spi.AutoencoderUse.Side;
import io.irepa.spi.LatentScale;
import io.irepa.spi.LatentShape;
import io.irepa.spi.RunShape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdVaeConfigTest {
  private static Map<String, String> problems(Keys keys, int resolution) {
    Map<String, String> found = new LinkedHashMap<>();
    RunShape run =
        new RunShape(Optional.of(resolution), Optional.empty(), Optional.empty(), List.of());
    keys.config().check(run, found::put);
    return found;
  }

  private static Map<String, String> problems(Keys keys) {
    return problems(keys, 256);
  }

  private static void assertProblem(Keys keys, String key, String... words) {
    assertThat(problems(keys))
        .containsOnlyKeys(key)
        .hasEntrySatisfying(key, text -> assertThat(text).contains(words));
  }

  @ParameterizedTest
  @CsvSource({
    "sd-vae,4,8",
    "sd-vae-ft-mse,4,8",
    "sd-vae-ft-ema,4,8",
    "in-vae,32,16",
    "va-vae,32,16"
  })
  void presetsHaveThePublishedLatents(String preset, int channels, int factor) {
    assertThat(Keys.none().preset(preset).config().latents())
        .isEqualTo(new LatentShape(channels, factor));
  }

  @ParameterizedTest
  @CsvSource("sd-vae,83653863")
  void presetsHaveThePublishedParameterCounts(String preset, long parameters) {
    VaeShape shape = Preset.named(preset).orElseThrow().shape();
    long count = 0;
    for (Side side : Side.values()) {
      for (Shape one : Layers.weights(shape, side).values()) {
        count += one.size();
      }
    }
    assertThat(count).isEqualTo(parameters);
  }

  @Test
  void aPresetGivesItsScale() {
    assertThat(Keys.none().preset("sd-vae-ft-mse").config().scaling())
        .contains(new LatentScale(List.of(0.18215), List.of(0.0)));
  }

  @Test
  void keysOverrideThePresets() {
    SdVaeConfig config =
        Keys.none().preset("sd-vae-ft-mse").scale(0.2).bias(0.1).channels(8).config();
    assertThat(config.scaling()).contains(new LatentScale(List.of(0.2), List.of(0.1)));
    assertThat(config.latents()).isEqualTo(new LatentShape(8, 8));
  }

  @Test
  void aSoundConfigurationHasNoProblems() {
    assertThat(problems(Keys.none().preset("sd-vae-ft-mse").tile(512))).isEmpty();
  }

  @Test
  void anUnknownPresetIsAnsweredWithTheKnownOnes() {
    assertProblem(Keys.none().preset("sd-vae-ft-mae"), "preset", "sd-vae-ft-mse", "in-vae");
  }

  @Test
  void groupsThatDoNotDivideAWidthAreReported() {
    assertProblem(Keys.small().groups(3), "groups", "4 channels of level 0", "3 groups");
  }

  @Test
  void aLevelThatIsNotThereIsReported() {
    assertProblem(Keys.small().attentionLevels(2), "attention-levels", "no level 2");
  }

  @Test
  void aLevelNamedTwiceIsReported() {
    assertProblem(Keys.small().attentionLevels(1, 1), "attention-levels", "twice");
  }

  @Test
  void noLevelsAreReported() {
    assertProblem(Keys.small().multipliers(), "multipliers", "0 levels");
  }

  @Test
  void aScaleOfAnotherCountOfChannelsIsReported() {
    assertProblem(Keys.small().scale(1.0, 2.0), "scale", "2 numbers", "3 channels");
  }

  @Test
  void aScaleThatIsNotPositiveIsReported() {
    assertProblem(Keys.small().scale(0.0), "scale", "positive");
  }

  @Test
  void unknownStatisticsAreReported() {
    assertProblem(Keys.none().preset("in-vae"), "statistics", "in-vae", "not known");
  }

  @Test
  void aFileOfStatisticsBesideAScaleIsReported() {
    assertProblem(Keys.small().scale(1.0).statistics(Path.of("s.pt")), "statistics", "not both");
  }

  @Test
  void aResolutionThatTheFactorDoesNotDivideIsReported() {
    assertThat(problems(Keys.small(), 255))
        .hasEntrySatisfying(
            "multipliers", text -> assertThat(text).contains("factor 2", "resolution 255"));
  }

  @Test
  void aTileThatCannotBeQuarteredIsReported() {
    assertProblem(Keys.small().tile(20), "tile", "multiple of 8");
  }
}
