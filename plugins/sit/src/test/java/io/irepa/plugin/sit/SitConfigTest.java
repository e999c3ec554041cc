package io.irepa.plugin.sit;

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

class SitConfigTest {
  private static final RunShape LATENTS =
      new RunShape(
          Optional.of(256), Optional.of(new LatentShape(4, 8)), Optional.empty(), List.of());

  private static SitConfig named(String size, int channels, int input) {
    return new SitConfig(
        Optional.of(size),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        4.0,
        false,
        channels,
        input,
        1000,
        false);
  }

  private static SitConfig explicit(Integer patch, Integer hidden, Integer depth, Integer heads) {
    return new SitConfig(
        Optional.empty(),
        Optional.ofNullable(patch),
        Optional.ofNullable(hidden),
        Optional.ofNullable(depth),
        Optional.ofNullable(heads),
        4.0,
        false,
        4,
        32,
        1000,
        false);
  }

  private static Map<String, String> problems(SitConfig config, RunShape run) {
    Map<String, String> found = new LinkedHashMap<>();
    config.check(run, found::put);
    return found;
  }

  @ParameterizedTest
  @CsvSource({"S/2,384,12,16", "B/4,768,12,8", "L/8,1024,24,4", "XL/2,1152,28,16"})
  void namedSizesHaveThePublishedShape(String size, int hidden, int depth, int side) {
    SitConfig config = named(size, 4, 32);
    assertThat(problems(config, LATENTS)).isEmpty();
    assertThat(config.shape())
        .isEqualTo(new BackboneShape(4, 32, new Grid(side, side), hidden, depth, 1000, false));
  }

  @Test
  void explicitDimensionsOverrideTheSize() {
    SitConfig config =
        new SitConfig(
            Optional.of("B/2"),
            Optional.empty(),
            Optional.empty(),
            Optional.of(3),
            Optional.empty(),
            4.0,
            false,
            4,
            32,
            10,
            false);
    assertThat(config.dimensions()).isEqualTo(new SitSize(2, 768, 3, 12));
  }

  @Test
  void anUnknownSizeIsAnsweredWithTheKnownOnes() {
    assertThat(problems(named("M/2", 4, 32), LATENTS))
        .hasEntrySatisfying("size", text -> assertThat(text).contains("M/2", "S/2", "XL/8"));
  }

  @Test
  void everyMissingDimensionIsReported() {
    assertThat(problems(explicit(2, null, null, 4), LATENTS)).containsOnlyKeys("hidden", "depth");
  }

  @Test
  void dimensionsThatDoNotFitEachOtherAreReported() {
    assertThat(problems(explicit(5, 42, 1, 4), LATENTS))
        .containsOnlyKeys("heads", "hidden", "patch");
  }

  @Test
  void latentsThatDoNotFitAreReported() {
    assertThat(problems(named("B/2", 3, 64), LATENTS))
        .hasEntrySatisfying("channels", text -> assertThat(text).contains("channels: 4"))
        .hasEntrySatisfying("input", text -> assertThat(text).contains("input: 32"));
  }
}
