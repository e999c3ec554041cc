package io.irepa.plugin.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Encoder;
import io.irepa.spi.Grid;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Scope;
import io.irepa.testkit.EncoderContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that PyTorch wrote: twice the means of 8x8 pixels, in various shapes; see make.py. */
final class TorchScriptTest extends EncoderContract {
  private static final Path FILES =
      Path.of(System.getProperty("irepa.root"), "plugins/encoders/src/test/resources/torchscript");

  @TempDir private Path folder;

  private static TorchScriptConfig config(Path file, int skip, Optional<List<Integer>> grid) {
    return new TorchScriptConfig(
        file, 32, List.of(0.5, 0.5, 0.5), List.of(2.0, 1.0, 0.5), skip, grid, Optional.empty());
  }

  private TorchScript open(String name, int skip) {
    return new TorchScript(config(FILES.resolve(name + ".ts"), skip, Optional.empty()), manager());
  }

  @Override
  protected Encoder encoder(NDManager manager) {
    return new TorchScript(config(FILES.resolve("class.ts"), 1, Optional.empty()), manager);
  }

  @ParameterizedTest
  @CsvSource({"map, 0", "tokens, 0", "class, 1", "bfloat16, 0", "half, 0"})
  void givesTheModelsTokensOfNormalizedImages(String name, int skip) {
    TorchScript encoder = open(name, skip);
    assertThat(encoder.shape()).as("shape").isEqualTo(new TokenShape(new Grid(4, 4), 3));
    try (Scope scope = Scope.open()) {
      NDArray bright = manager().ones(new Shape(2, 3, 32, 16), DataType.FLOAT32);
      NDArray tokens = encoder.tokens(bright.mul(0.25f).concat(bright, 3));
      assertThat(tokens.getDataType()).as("format").isEqualTo(DataType.FLOAT32);
      float[] second = tokens.get("1").toFloatArray();
      // 2 (x - 0.5) / (2, 1, 0.5), of the first row's first and last token.
      assertThat(Arrays.copyOf(second, 3))
          .as("dark")
          .containsExactly(new float[] {-0.25f, -0.5f, -1}, within(0.01f));
      assertThat(Arrays.copyOfRange(second, 9, 12))
          .as("bright")
          .containsExactly(new float[] {0.5f, 1, 2}, within(0.01f));
    }
  }

  @Test
  void takesAGridThatIsNotSquare() {
    TorchScript encoder =
        new TorchScript(
            config(FILES.resolve("tokens.ts"), 0, Optional.of(List.of(2, 8))), manager());
    assertThat(encoder.shape().grid()).as("grid").isEqualTo(new Grid(2, 8));
  }

  @Test
  void aTokenThatIsNoPatchIsPointedAt() {
    assertThatThrownBy(() -> open("class", 0))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("class.ts")
        .hasMessageContaining("17 tokens")
        .hasMessageContaining("skip-tokens: 1");
  }

  @ParameterizedTest
  @CsvSource({
    "pair, 2 arrays",
    "vector, '(1, 3)'",
    "map, skip-tokens",
  })
  void whatIsNoTokensIsRefused(String name, String part) {
    assertThatThrownBy(() -> open(name, name.equals("map") ? 1 : 0))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining(name + ".ts")
        .hasMessageContaining(part);
  }

  /** As networks that give features or logits do. */
  @Test
  void aVectorIsOneTokenWhereTheGridSaysSo() {
    TorchScript encoder =
        new TorchScript(
            config(FILES.resolve("vector.ts"), 0, Optional.of(List.of(1, 1))), manager());
    assertThat(encoder.shape()).as("shape").isEqualTo(new TokenShape(new Grid(1, 1), 3));
    try (Scope scope = Scope.open()) {
      NDArray two = manager().ones(new Shape(2, 3, 32, 32), DataType.FLOAT32);
      assertThat(encoder.tokens(two).getShape()).as("tokens").isEqualTo(new Shape(2, 1, 3));
    }
  }

  @Test
  void aWidthThatIsAnotherIsRefused() {
    TorchScriptConfig config =
        new TorchScriptConfig(
            FILES.resolve("map.ts"),
            32,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0),
            0,
            Optional.empty(),
            Optional.of(5));
    assertThatThrownBy(() -> new TorchScript(config, manager()))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("width is 5");
  }

  @Test
  void aBatchThatTheTraceHasFixedIsToldInLibtorchsWords() {
    TorchScript encoder = open("fixed", 0);
    try (Scope scope = Scope.open()) {
      NDArray two = manager().ones(new Shape(2, 3, 32, 32), DataType.FLOAT32);
      assertThatThrownBy(() -> encoder.tokens(two))
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("fixed.ts")
          .hasMessageContaining("invalid for input of size");
    }
  }

  @Test
  void aFileOfTensorsAloneIsNamedAsSuch() {
    assertThatThrownBy(
            () ->
                new TorchScript(
                    config(FILES.resolve("weights.pt"), 0, Optional.empty()), manager()))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("without a program")
        .hasMessageContaining("torch.jit.trace");
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(FILES.resolve("map.ts"));
    for (int length = 0; length < whole.length; length += 97) {
      Path cut = Files.write(folder.resolve("cut.ts"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> new TorchScript(config(cut, 0, Optional.empty()), manager()))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("cut.ts");
    }
  }

  @Test
  void theFingerprintFollowsTheFile() throws IOException {
    Path file = Files.copy(FILES.resolve("map.ts"), folder.resolve("a.ts"));
    String first = new TorchScript(config(file, 0, Optional.empty()), manager()).fingerprint();
    Path other = Files.copy(FILES.resolve("tokens.ts"), folder.resolve("b.ts"));
    assertThat(new TorchScript(config(other, 0, Optional.empty()), manager()).fingerprint())
        .as("fingerprint of another file")
        .isNotEqualTo(first);
    Path copy = Files.copy(file, folder.resolve("c.ts"));
    assertThat(new TorchScript(config(copy, 0, Optional.empty()), manager()).fingerprint())
        .as("fingerprint of a copy")
        .isEqualTo(first);
  }

  private static Map<String, String> problemsOfARun(TorchScriptConfig config) {
    RunShape run =
        new RunShape(
            Optional.empty(),
            Optional.empty(),
            Optional.of(new BackboneShape(3, 32, new Grid(4, 4), 8, 1, 2, false)),
            List.of());
    Map<String, String> problems = new LinkedHashMap<>();
    config.check(run, problems::put);
    return problems;
  }

  @Test
  void aRunNeedsToKnowTheShapeBefore() {
    assertThat(problemsOfARun(config(FILES.resolve("map.ts"), 0, Optional.empty())).values())
        .as("problems")
        .singleElement()
        .asString()
        .contains("width");
  }

  @Test
  void aRunNeedsTheFile() {
    assertThat(problemsOfARun(config(FILES.resolve("none.ts"), 0, Optional.empty())))
        .as("problems")
        .containsOnlyKeys("path", "");
  }

  @Test
  void refusesConstantsThatAreNotThree() {
    Map<String, String> problems = new LinkedHashMap<>();
    new TorchScriptConfig(
            FILES.resolve("none.ts"),
            32,
            List.of(0.0),
            List.of(1.0, 0.0, 1.0),
            0,
            Optional.of(List.of(1)),
            Optional.empty())
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            problems::put);
    assertThat(problems).as("problems").containsOnlyKeys("mean", "std", "grid");
  }
}
