package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.compose.Composer;
import io.irepa.compose.Plugins;
import io.irepa.config.Node;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.config.YamlReader;
import io.irepa.spi.Encoder;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that transformers and timm write, and the tokens that these give. Skipped unless there is a
 * Python with both: {@link Python} says how to name one.
 */
final class EncoderFilesTest {
  private static final Path SCRIPT =
      Repository.root().resolve("tests/src/test/resources/python/encoders.py");

  @TempDir private static Path folder;

  private static Plugins plugins;

  @BeforeAll
  static void write() throws IOException, InterruptedException {
    Python python = Python.withTorch();
    String missing = python.run(SCRIPT, "probe").trim();
    assumeTrue(missing.isEmpty(), "That Python lacks " + missing + ".");
    python.run(SCRIPT, "write", folder.toString());
    plugins = Plugins.load(List.of(Repository.root().resolve("plugins")));
  }

  @AfterAll
  static void unload() {
    if (plugins != null) {
      plugins.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> givesTheTokensOf() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> cases = Files.list(folder)) {
      for (Path one : cases.sorted().toList()) {
        tests.add(DynamicTest.dynamicTest(one.getFileName().toString(), () -> compare(one)));
      }
    }
    assertThat(tests).as("cases that the script wrote").hasSizeGreaterThan(20);
    return tests.stream();
  }

  private static void compare(Path one) throws IOException {
    String encoder = Files.readString(one.resolve("encoder.yaml"));
    Node root = YamlReader.text("case", "alignment: [{encoder: %s}]".formatted(encoder));
    RunConfig config = new RunConfigReader(plugins).bind((Node.Mapping) root, false);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Scope scope = Scope.open()) {
      Map<String, NDArray> tensors = Safetensors.read(one.resolve("tensors.safetensors"), manager);
      Encoder built =
          new Composer(config, manager)
              .create(config.alignment().get(0).encoder().orElseThrow(), "encoder", Map.of());
      NDArray tokens = built.tokens(tensors.get("images"));
      NDArray expected = tensors.get("tokens");
      assertThat(tokens.getShape()).as("shape of the tokens").isEqualTo(expected.getShape());
      float largest = expected.abs().max().getFloat();
      assertThat(tokens.sub(expected).abs().max().getFloat())
          .as("largest difference from tokens of up to %f", largest)
          .isLessThan(2e-5f * Math.max(1, largest));
    }
  }
}
