package io.irepa.plugin.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.Encoder;
import io.irepa.spi.Grid;
import io.irepa.spi.PublishedEncoder.FileFit;
import io.irepa.spi.PublishedEncoder.Preset;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.testkit.EncoderContract;
import io.irepa.testkit.Fakes;
import io.irepa.weights.WeightFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class Sam2Test extends EncoderContract {
  private static final RunShape ANY =
      new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  @TempDir private Path folder;

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

  private Path write(String file, UnaryOperator<String> rename, NDManager manager) {
    return TestWeights.write(
        folder.resolve(file), Sam2Names.shapes(tiny().size()), rename, manager);
  }

  private static Sam2 open(Path weights, NDManager manager) {
    return new Sam2(tiny(), file -> WeightFile.open(weights), Precision.FLOAT32, manager);
  }

  @Override
  protected Encoder encoder(NDManager manager) {
    return open(write("sam2.safetensors", name -> name, manager), manager);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b", "B", "sam2-b", "sam2-hiera-b", "sam2-vit-b"})
  void publishedNamesAreKnown(String name) {
    assertThat(problems(published(name, 512))).as("problems of " + name).isEmpty();
    assertThat(published(name, 512).tokens())
        .as("tokens of " + name)
        .isEqualTo(new TokenShape(new Grid(16, 16), 896));
  }

  /** Counted in transformers 4.57.1. */
  @ParameterizedTest
  @CsvSource({"s, 33947328", "b, 68675712", "l, 212149296"})
  void publishedSizesHaveTheirPublishedParameters(String name, long parameters) {
    Sam2Size size = Sam2Size.published(name).orElseThrow();
    assertThat(Sam2Names.shapes(size).values().stream().mapToLong(Shape::size).sum())
        .as("parameters of " + name)
        .isEqualTo(parameters);
  }

  @ParameterizedTest
  @CsvSource({"s, sam2-hiera-s", "b, sam2-hiera-b", "l, sam2-hiera-l"})
  void aPublishedFileFitsItsPresetAlone(String size, String preset) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    Sam2Names.shapes(Sam2Size.published(size).orElseThrow())
        .forEach((name, shape) -> shapes.put("vision_encoder." + name, shape.getShape()));
    shapes.put("mask_decoder.iou_token.weight", new long[] {1, 256});
    assertThat(published(size, 512).fits(shapes))
        .as("presets that the file fits")
        .filteredOn(fit -> fit.problems() == 0)
        .extracting(FileFit::preset)
        .containsExactly(preset);
  }

  @Test
  void aPresetStatesWhatItsConfigurationGives() {
    for (Preset preset : tiny().presets()) {
      assertThat(published(preset.name(), preset.input()).tokens())
          .as("tokens of " + preset.name())
          .isEqualTo(preset.tokens());
    }
  }

  private static String asTheAuthors(String name) {
    return "model.image_encoder.trunk."
        + name.substring("backbone.".length())
            .replace("projection", "proj")
            .replace("layer_norm", "norm")
            .replace("proj_in", "layers.0")
            .replace("proj_out", "layers.1");
  }

  @Test
  void wholeModelsOfTransformersAndOfTheAuthorsAreRead() {
    Path trunk = write("trunk.safetensors", name -> name, manager());
    Path whole = write("whole.safetensors", name -> "vision_encoder." + name, manager());
    Path authors = write("authors.safetensors", Sam2Test::asTheAuthors, manager());
    try (Scope scope = Scope.open()) {
      NDArray images = Fakes.uniform(manager(), "x", new Shape(1, 3, 50, 70), DataType.FLOAT32);
      float[] expected = open(trunk, manager()).tokens(images).toFloatArray();
      assertThat(open(whole, manager()).tokens(images).toFloatArray())
          .as("from a file with the whole model's names")
          .isEqualTo(expected);
      assertThat(open(authors, manager()).tokens(images).toFloatArray())
          .as("from a file with the authors' names")
          .isEqualTo(expected);
    }
  }

  @Test
  void aFileOfADeeperTrunkIsNotTaken() {
    Map<String, Shape> shapes = new LinkedHashMap<>(Sam2Names.shapes(tiny().size()));
    shapes.put("backbone.blocks.3.layer_norm1.weight", new Shape(16));
    shapes.put("neck.convs.0.conv.bias", new Shape(16));
    Path file = TestWeights.write(folder.resolve("deep.safetensors"), shapes, n -> n, manager());
    assertThatThrownBy(() -> open(file, manager()))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("Left over in the file (1): backbone.blocks.3.layer_norm1.weight");
  }

  @Test
  void largeBatchesAreEncodedInParts() {
    try (Scope scope = Scope.open()) {
      NDArray images = Fakes.uniform(manager(), "x", new Shape(5, 3, 32, 32), DataType.FLOAT32);
      Encoder encoder = encoder(manager());
      float[] expected = encoder.tokens(images).toFloatArray();
      assertThat(InParts.encode(images, 2, encoder::tokens).toFloatArray())
          .as("tokens of five images, two at a time")
          .containsExactly(expected, within(1e-4f));
    }
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
