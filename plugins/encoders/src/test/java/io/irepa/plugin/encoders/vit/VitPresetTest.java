package io.irepa.plugin.encoders.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.irepa.spi.PublishedEncoder.Preset;
import io.irepa.spi.RunShape;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class VitPresetTest {
  private static final List<Class<? extends Record>> RECORDS =
      List.of(
          Dino.Config.class,
          DinoV2.Config.class,
          DinoV2Mixed.Config.class,
          DinoV3.Config.class,
          WebSsl.Config.class,
          MocoV3.Config.class,
          Clip.Config.class,
          IJepa.Config.class,
          Mae.Config.class,
          Siglip.Config.class,
          Siglip2.Config.class,
          Pe.Config.class,
          LangPe.Config.class,
          SpatialPe.Config.class);

  /** A record with a preset and nothing else. */
  private static VitKeys keys(Class<? extends Record> type, Optional<String> preset) {
    try {
      RecordComponent[] components = type.getRecordComponents();
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = components[i].getType() == double.class ? 0.0 : (Object) Optional.empty();
      }
      values[0] = preset;
      Constructor<? extends Record> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
      return (VitKeys) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type + " cannot be made", e);
    }
  }

  static Stream<Arguments> presets() {
    List<Arguments> all = new ArrayList<>();
    for (Class<? extends Record> type : RECORDS) {
      for (Preset preset : keys(type, Optional.empty()).presets()) {
        all.add(Arguments.of(preset.name(), type));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("presets")
  void givesSixteenTokensASideAt256(String preset, Class<? extends Record> type) {
    VitKeys keys = keys(type, Optional.of(preset));
    Map<String, String> problems = new LinkedHashMap<>();
    keys.check(
        new RunShape(Optional.of(256), Optional.empty(), Optional.empty(), List.of()),
        problems::put);
    assertThat(problems).as("problems").isEmpty();
    assertThat(keys.tokens().grid().toString()).as("grid").isEqualTo("16x16");
  }

  @ParameterizedTest
  @CsvSource({"dinov2-vit-b", "vit-b", "dinov2reg-vit-b"})
  void theFamilyMayBeLeftOutOfAName(String preset) {
    assertThat(keys(DinoV2.Config.class, Optional.of(preset)).dimensions().hidden())
        .as("width of " + preset)
        .isEqualTo(768);
  }

  private static Preset named(String name) {
    return RECORDS.stream()
        .flatMap(type -> keys(type, Optional.empty()).presets().stream())
        .filter(preset -> preset.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Counted in the models of transformers 4.57.1 under the published configurations, without mask
   * token, pooling and what follows the tokens that are taken.
   */
  @ParameterizedTest
  @CsvSource({
    "dino-vit-s, 21665664",
    "dino-vit-b, 85798656",
    "dinov2-vit-s, 22056192",
    "dinov2-vit-b, 86579712",
    "dinov2-vit-l, 304367616",
    "dinov2-vit-g, 1136479232",
    "dinov2reg-vit-b, 86582784",
    "webssl-vit-dino300m_full2b_224, 303654144",
    "webssl-vit-dino1b_full2b_224, 1134769664",
    "webssl-vit-dino2b_full2b_224, 2084234880",
    "webssl-vit-dino3b_full2b_224, 2948314112",
    "webssl-vit-dino5b_full2b_224, 4938335232",
    "webssl-vit-dino7b_full8b_224, 6450166784",
    "ijepa-vit-h, 630762240",
    "dinov3-vit-s16, 21596160",
    "dinov3-vit-s16plus, 28692480",
    "dinov3-vit-b16, 85659648",
    "dinov3-vit-l16, 303128576",
    "dinov3-vit-h16plus, 840591360",
    "dinov3-vit-7b16, 6716030976",
    "clip-vit-L, 303177728",
    "siglip-vit-b, 85843200",
    "siglip-vit-l, 303361024",
    "siglip-vit-so400m, 412442352",
    "siglip2-vit-so400m, 412649712",
    "siglip2-vit-g, 1134838272"
  })
  void hasAsManyParametersAsTransformersHas(String preset, long parameters) {
    assertThat(named(preset).parameters()).as("parameters").isEqualTo(parameters);
  }

  /** In millions, as papers and model cards say it. */
  @ParameterizedTest
  @CsvSource({
    "mae-vit-l, 303, 1",
    "mocov3-vit-s, 22, 1",
    "mocov3-vit-b, 86, 1",
    "mocov3-vit-l, 304, 2",
    "dinov3-vit-7b16, 6716, 1",
    "langpe-vit-l, 291, 1",
    "langpe-vit-g, 1741, 1",
    // With the attention pooling that is left out here: 1.88 billion.
    "pe-vit-g, 1852, 1",
  })
  void hasAsManyParametersAsPublished(String preset, double millions, double rounding) {
    assertThat(named(preset).parameters() / 1e6)
        .as("millions of parameters")
        .isCloseTo(millions, within(rounding));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dinov2-vit-x  |   |   | preset",
        "              |   |   | patch hidden depth heads",
        "dinov2-vit-b  | 7 |   | heads",
        "dinov2-vit-b  |   | 225 | input"
      })
  void saysWhichKeyIsWrong(String preset, Integer heads, Integer input, String keys) {
    Map<String, String> problems = new LinkedHashMap<>();
    new DinoV2.Config(
            Optional.ofNullable(preset),
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(input),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(heads),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.empty())
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            problems::put);
    assertThat(String.join(" ", problems.keySet())).as("keys with problems").isEqualTo(keys);
  }

  @ParameterizedTest
  @CsvSource({"mae-vit-l", "mocov3-vit-b"})
  void networksThatTakeImagesAsTheyAreNeedTheDatasSize(String preset) {
    Class<? extends Record> type =
        preset.startsWith("mae") ? Mae.Config.class : MocoV3.Config.class;
    Map<String, String> problems = new LinkedHashMap<>();
    keys(type, Optional.of(preset))
        .check(
            new RunShape(Optional.of(512), Optional.empty(), Optional.empty(), List.of()),
            problems::put);
    assertThat(problems).as("problems").containsOnlyKeys("input");
    assertThat(problems.get("input")).as("what to do").contains("Set input: 512");
  }
}
