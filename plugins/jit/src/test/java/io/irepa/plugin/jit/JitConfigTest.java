package io.irepa.plugin.jit;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.BackboneShape;
import io.irepa.spi.Grid;
import io.irepa.spi.LatentShape;
import io.irepa.spi.RunShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JitConfigTest {
  private static RunShape pixels(int resolution) {
    return new RunShape(
        Optional.of(resolution), Optional.of(LatentShape.PIXELS), Optional.empty(), List.of());
  }

  private static Map<String, String> problems(JitConfig config, int resolution) {
    Map<String, String> found = new LinkedHashMap<>();
    config.check(pixels(resolution), found::put);
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "B/16,256,768,12,16,4,2048",
    "B/32,512,768,12,16,4,2048",
    "L/16,256,1024,24,16,8,2730",
    "L/32,512,1024,24,16,8,2730",
    "H/16,256,1280,32,16,10,3413",
    "H/32,512,1280,32,16,10,3413"
  })
  void namedSizesAreThePublishedOnes(
      String size, int input, int hidden, int depth, int side, int start, int mlp) {
    JitConfig config = Configs.named(size, 3, input);
    assertThat(problems(config, input)).isEmpty();
    assertThat(config.shape())
        .isEqualTo(new BackboneShape(3, input, new Grid(side, side), hidden, depth, 1000, false));
    assertThat(config.contextBegins()).as("blocks before the in-context tokens").isEqualTo(start);
    assertThat(config.mlpWidth()).as("width inside the MLP").isEqualTo(mlp);
  }

  @Test
  void anUnknownSizeIsAnsweredWithTheKnownOnes() {
    assertThat(problems(Configs.named("S/16", 3, 256), 256))
        .hasEntrySatisfying("size", text -> assertThat(text).contains("S/16", "B/16", "H/32"));
  }

  @Test
  void everyMissingDimensionIsReported() {
    JitConfig config =
        new JitConfig(
            Optional.empty(),
            Optional.of(4),
            Optional.empty(),
            Optional.of(2),
            Optional.of(2),
            4.0,
            Optional.empty(),
            32,
            Optional.empty(),
            3,
            16,
            10,
            false);
    assertThat(problems(config, 16)).containsOnlyKeys("hidden", "bottleneck");
  }

  @Test
  void headsThatDoNotDivideTheWidthAreReported() {
    assertThat(problems(Configs.small().heads(3).config(), 6))
        .hasEntrySatisfying("heads", text -> assertThat(text).contains("3 heads", "16"));
  }

  @Test
  void headsThatHaveNoRotaryPositionsAreReported() {
    assertThat(problems(Configs.small().dimensions(12, 2).config(), 6))
        .hasEntrySatisfying("heads", text -> assertThat(text).contains("6 numbers", "rotary"));
  }

  @Test
  void aPatchThatDoesNotDivideTheInputIsReported() {
    assertThat(problems(Configs.small().patch(4).config(), 6)).containsOnlyKeys("patch");
  }

  @Test
  void contextThatNeverEntersIsReported() {
    assertThat(problems(Configs.small().context(3, 2).config(), 6))
        .hasEntrySatisfying("context-start", text -> assertThat(text).contains("context: 0"));
    assertThat(problems(Configs.small().context(0, 2).config(), 6)).as("without context").isEmpty();
  }

  @Test
  void pixelsThatDoNotFitAreReported() {
    assertThat(problems(Configs.named("B/16", 4, 512), 256))
        .hasEntrySatisfying("channels", text -> assertThat(text).contains("channels: 3"))
        .hasEntrySatisfying("input", text -> assertThat(text).contains("input: 256"));
  }
}
