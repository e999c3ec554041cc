package io.irepa.plugin.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.Encoder;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Precision;
import io.irepa.testkit.EncoderContract;
import io.irepa.weights.Pretrained;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VggTest extends EncoderContract {
  private static final int WIDTH = 2;

  @TempDir private Path folder;

  private static Vgg open(Optional<Path> weights, NDManager manager) {
    return new Vgg(
        new VggConfig(Optional.empty(), weights, Optional.empty(), 48, Optional.of(WIDTH)),
        Pretrained.files(),
        Precision.FLOAT32,
        manager);
  }

  private Path write(Map<String, Shape> shapes) {
    return TestWeights.write(folder.resolve("vgg.safetensors"), shapes, n -> n, manager());
  }

  @Override
  protected Encoder encoder(NDManager manager) {
    Path file =
        TestWeights.write(folder.resolve("vgg.safetensors"), Vgg.shapes(WIDTH), n -> n, manager);
    return open(Optional.of(file), manager);
  }

  @Test
  void hasThePublishedNumberOfParameters() {
    // torchvision's vgg16().features has 14 714 688, of which the last three layers have 7 079 424.
    assertThat(Vgg.shapes(64).values().stream().mapToLong(Shape::size).sum())
        .as("parameters up to the fourth pooling")
        .isEqualTo(14_714_688 - 7_079_424);
  }

  @Test
  void aFileOfTorchvisionIsRecognized() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    Vgg.shapes(64).forEach((name, shape) -> shapes.put(name, shape.getShape()));
    shapes.put("classifier.0.bias", new long[] {4096});
    assertThat(config(Optional.of("vgg16")).fits(shapes))
        .as("agreement with the preset")
        .allMatch(fit -> fit.preset().equals("vgg16") && fit.problems() == 0);
  }

  @Test
  void aPresetThatIsNotPublishedIsRefused() {
    Map<String, String> problems = new LinkedHashMap<>();
    config(Optional.of("vgg19"))
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            problems::put);
    assertThat(problems).as("problems").containsOnlyKeys("preset");
  }

  private static VggConfig config(Optional<String> preset) {
    return new VggConfig(preset, Optional.empty(), Optional.empty(), 256, Optional.empty());
  }

  @Test
  void layersThatAreNotUsedArePassedOver() {
    Map<String, Shape> shapes = new LinkedHashMap<>(Vgg.shapes(WIDTH));
    shapes.put("features.24.weight", new Shape(16, 16, 3, 3));
    shapes.put("classifier.0.bias", new Shape(10));
    assertThat(open(Optional.of(write(shapes)), manager()).shape().width())
        .as("width")
        .isEqualTo(16);
  }

  @Test
  void aFileOfAnotherNetworkIsDescribed() {
    Map<String, Shape> shapes = new LinkedHashMap<>(Vgg.shapes(WIDTH));
    shapes.remove("features.5.bias");
    shapes.put("features.0.weight", new Shape(3, 3, 3, 3));
    shapes.put("features.1.weight", new Shape(2)); // as where batch norms follow
    Path file = write(shapes);
    assertThatThrownBy(() -> open(Optional.of(file), manager()))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("Missing in the file (1): features.5.bias (4)")
        .hasMessageContaining("Left over in the file (1): features.1.weight")
        .hasMessageContaining("features.0.weight (3, 3, 3, 3) instead of (2, 3, 3, 3)");
  }

  @Test
  void withoutWeightsItIsNotBuilt() {
    assertThatThrownBy(() -> open(Optional.empty(), manager()))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("weights");
  }

  @Test
  void refusesAnInputThatItsPoolingsDoNotDivide() {
    Map<String, String> problems = new LinkedHashMap<>();
    new VggConfig(Optional.empty(), Optional.empty(), Optional.empty(), 40, Optional.empty())
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            problems::put);
    assertThat(problems).as("problems").containsOnlyKeys("input");
  }
}
