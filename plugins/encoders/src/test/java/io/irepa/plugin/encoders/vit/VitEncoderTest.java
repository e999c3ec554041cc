package io.irepa.plugin.encoders.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Encoder;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class VitEncoderTest {
  private static final NameScheme SCHEME = NameSchemes.TRANSFORMERS;

  @TempDir private Path folder;

  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private TinyVit.Keys keys(VitFamily family) {
    return TinyVit.Keys.of(family, folder.resolve("weights.safetensors"));
  }

  private TinyVit.Keys written(VitFamily family) {
    TinyVit.Keys keys = keys(family);
    TinyVit.write(keys.weights().orElseThrow(), keys, family.schemes().get(0), manager);
    return keys;
  }

  private NDArray images(int count) {
    return Fakes.uniform(manager, "images", new Shape(count, 3, 20, 20), DataType.FLOAT32);
  }

  private float[] tokens(TinyVit.Keys keys, Precision precision) {
    try (Scope scope = Scope.open()) {
      return TinyVit.open(keys, manager, precision).tokens(images(3)).toFloatArray();
    }
  }

  static Stream<Arguments> schemes() {
    return VitFamilies.all().stream()
        .flatMap(
            family ->
                family.schemes().stream()
                    .map(scheme -> Arguments.of(family.name(), family, scheme)));
  }

  /** Each way of naming, under each prefix, is the same network. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("schemes")
  void theNamesOfAFileDoNotMatter(String name, VitFamily family, NameScheme scheme) {
    boolean gated = scheme.origins("blocks.0.fc1.weight").get(0).parts() == 2;
    TinyVit.Keys keys = gated ? keys(family).gated() : keys(family);
    Path file = keys.weights().orElseThrow();
    NameScheme first = gated ? NameSchemes.TRANSFORMERS_DINOV3_GATED : family.schemes().get(0);
    TinyVit.write(file, keys, first, manager);
    float[] expected = tokens(keys, Precision.FLOAT32);
    for (String prefix : scheme.prefixes()) {
      try (Scope scope = Scope.open()) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        TinyVit.arrays(keys, scheme, manager)
            .forEach((array, values) -> arrays.put(prefix + array, values));
        TinyVit.write(file, arrays);
      }
      assertThat(tokens(keys, Precision.FLOAT32))
          .as("tokens of a file whose names begin with '%s'", prefix)
          .containsExactly(expected, offset(1e-5f));
    }
  }

  @Test
  void imagesInPartsGiveTheSameTokens() {
    TinyVit.Keys keys = written(DinoV2.FAMILY);
    assertThat(tokens(keys.atOnce(2), Precision.FLOAT32))
        .as("tokens of three images, two at a time")
        .containsExactly(tokens(keys, Precision.FLOAT32), offset(1e-5f));
  }

  @Test
  void theClassTokenComesInPartsToo() {
    TinyVit.Keys keys = written(DinoV2.FAMILY);
    try (Scope scope = Scope.open()) {
      Encoder.Encoding encoding =
          TinyVit.open(keys.atOnce(2), manager, Precision.FLOAT32).encode(images(3));
      assertThat(encoding.global().orElseThrow().getShape())
          .as("shape of the class tokens")
          .isEqualTo(new Shape(3, 16));
    }
  }

  @Test
  void aNetworkWithoutAClassTokenHasNoGlobalVector() {
    TinyVit.Keys keys = written(Siglip.FAMILY);
    try (Scope scope = Scope.open()) {
      assertThat(TinyVit.open(keys, manager, Precision.FLOAT32).encode(images(1)).global())
          .as("global vector")
          .isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("families")
  void bfloat16StaysNearFloat32(String name, VitFamily family) {
    TinyVit.Keys keys = written(family);
    float[] single = tokens(keys, Precision.FLOAT32);
    float[] half = tokens(keys, Precision.BFLOAT16);
    double error = 0;
    double size = 0;
    for (int i = 0; i < single.length; i++) {
      error += Math.pow(single[i] - half[i], 2);
      size += Math.pow(single[i], 2);
    }
    assertThat(Math.sqrt(error / size)).as("relative error").isBetween(1e-6, 0.03);
  }

  static Stream<Arguments> families() {
    return VitFamilies.all().stream().map(family -> Arguments.of(family.name(), family));
  }

  @Test
  void mixesTheClassTokenIn() {
    TinyVit.Keys keys = written(DinoV2.FAMILY);
    try (Scope scope = Scope.open()) {
      Encoder.Encoding plain = TinyVit.open(keys, manager, Precision.FLOAT32).encode(images(1));
      NDArray expected =
          plain.global().orElseThrow().expandDims(1).mul(0.25f).add(plain.tokens().mul(0.75f));
      float[] first = expected.toFloatArray();
      assertThat(Arrays.copyOf(tokens(keys.mixed(0.25), Precision.FLOAT32), first.length))
          .as("first image's mixed tokens")
          .containsExactly(first, offset(1e-5f));
    }
  }

  @Test
  void fixedPositionsAreComputedWhereTheFileHasNone() {
    TinyVit.Keys keys = keys(Mae.FAMILY);
    try (Scope scope = Scope.open()) {
      Map<String, NDArray> arrays = TinyVit.arrays(keys, NameSchemes.TIMM, manager);
      float[] table = SineCosine.grid(TinyVit.SIDE, 16, true);
      arrays.put("pos_embed", manager.create(table, new Shape(1, 16, 16)));
      TinyVit.write(keys.weights().orElseThrow(), arrays);
      float[] given = tokens(keys, Precision.FLOAT32);
      arrays.remove("pos_embed");
      TinyVit.write(keys.weights().orElseThrow(), arrays);
      assertThat(tokens(keys, Precision.FLOAT32)).as("tokens without them").isEqualTo(given);
    }
  }

  @Test
  void theFingerprintTellsAllThatChangesTokens() throws IOException {
    TinyVit.Keys keys = written(DinoV2.FAMILY);
    String plain = TinyVit.open(keys, manager, Precision.FLOAT32).fingerprint();
    Path moved = Files.copy(keys.weights().orElseThrow(), folder.resolve("moved.safetensors"));
    assertThat(
            TinyVit.open(TinyVit.Keys.of(DinoV2.FAMILY, moved), manager, Precision.FLOAT32)
                .fingerprint())
        .as("of the same weights elsewhere")
        .isEqualTo(plain);
    assertThat(TinyVit.open(keys.mixed(0.5), manager, Precision.FLOAT32).fingerprint())
        .as("of mixed tokens")
        .isNotEqualTo(plain);
    assertThat(TinyVit.open(keys, manager, Precision.BFLOAT16).fingerprint())
        .as("of another precision")
        .isNotEqualTo(plain);
    try (Scope scope = Scope.open()) {
      Map<String, NDArray> arrays = TinyVit.arrays(keys, SCHEME, manager);
      arrays.get("layernorm.bias").addi(1);
      TinyVit.write(keys.weights().orElseThrow(), arrays);
    }
    assertThat(TinyVit.open(keys, manager, Precision.FLOAT32).fingerprint())
        .as("of other weights")
        .isNotEqualTo(plain);
  }
}
