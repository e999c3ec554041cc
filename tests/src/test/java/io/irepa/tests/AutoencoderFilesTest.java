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
import io.irepa.spi.Autoencoder;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that diffusers writes and what its autoencoders give; files that are exported, read there.
 * Skipped unless there is a Python with it: {@link Python} says how to name one.
 */
final class AutoencoderFilesTest {
  private static final Path SCRIPT =
      Repository.root().resolve("tests/src/test/resources/python/autoencoders.py");

  @TempDir private static Path folder;

  private static Python python;
  private static Plugins plugins;

  @BeforeAll
  static void write() throws IOException, InterruptedException {
    python = Python.withTorch();
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

  private static List<Path> cases() throws IOException {
    try (Stream<Path> cases = Files.list(folder)) {
      List<Path> all = cases.filter(Files::isDirectory).sorted().toList();
      assertThat(all).as("cases that the script wrote").hasSize(8);
      return all;
    }
  }

  @TestFactory
  Stream<DynamicTest> givesWhatDiffusersGives() throws IOException {
    return cases().stream()
        .map(one -> DynamicTest.dynamicTest(one.getFileName().toString(), () -> compare(one)));
  }

  private static void compare(Path one) throws IOException {
    RunConfig config = config(one);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      Map<String, NDArray> tensors = Safetensors.read(one.resolve("tensors.safetensors"), manager);
      Autoencoder autoencoder = new Composer(config, manager).autoencoder();
      assertClose("moments", autoencoder.moments(tensors.get("images")), tensors.get("moments"));
      assertClose("decoded", autoencoder.decode(tensors.get("latents")), tensors.get("decoded"));
      assertClose("tiled", autoencoder.decode(tensors.get("wide")), tensors.get("tiled"));
    }
  }

  private static RunConfig config(Path one) throws IOException {
    String text = "autoencoder: " + Files.readString(one.resolve("autoencoder.yaml"));
    return new RunConfigReader(plugins).bind((Node.Mapping) YamlReader.text("case", text), false);
  }

  private static void assertClose(String what, NDArray actual, NDArray expected) {
    assertThat(actual.getShape()).as("shape of " + what).isEqualTo(expected.getShape());
    float largest = expected.abs().max().getFloat();
    assertThat(actual.sub(expected).abs().max().getFloat())
        .as("largest difference of %s from numbers of up to %f", what, largest)
        .isLessThan(2e-5f * Math.max(1, largest));
  }

  @Test
  void exportsWhatDiffusersReads() throws IOException, InterruptedException {
    for (Path one : cases()) {
      Path config = one.resolve("run.yaml");
      Files.writeString(
          config,
          """
          data: {type: synthetic}
          autoencoder: %s
          backbone: {type: sit, patch: 2, hidden: 12, depth: 1, heads: 2, classes: 2, channels: 3, input: 8}
          objective: {type: repa}
          """
              .formatted(Files.readString(one.resolve("autoencoder.yaml"))));
      export(config, "diffusers", one.resolve("diffusers.safetensors"));
      export(config, "compvis", one.resolve("compvis.pt"));
    }
    assertThat(python.run(SCRIPT, "check", folder.toString()).lines())
        .as("case, file and largest difference")
        .hasSize(12)
        .allSatisfy(
            line -> assertThat(Double.parseDouble(line.split(" ", -1)[2])).isLessThan(1e-6));
  }

  private static void export(Path config, String layout, Path file) {
    Cli run =
        Cli.run(
            "export",
            config.toString(),
            file.toString(),
            "--component",
            "autoencoder",
            "--layout",
            layout);
    assertThat(run.exitCode()).as("exit code; " + run.err()).isZero();
  }
}
