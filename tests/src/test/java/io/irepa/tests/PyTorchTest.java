package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints between irepa and the PyTorch that is installed. */
final class PyTorchTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCRIPT = Published.folder().resolve("published.py");

  private static Python python;

  @TempDir private Path folder;

  @BeforeAll
  static void find() throws Exception {
    python = Python.withTorch();
  }

  /** There and back: with {@code weights_only=True}, into module and optimizer, and one update. */
  @ParameterizedTest
  @ValueSource(strings = {"repa", "irepa"})
  void pyTorchGoesOnFromWhatWasImportedAndExported(String style) throws Exception {
    Published published = new Published(style);
    Path written = folder.resolve(style + ".pt");
    python.run(SCRIPT, "write", written.toString(), style);
    Path run = folder.resolve("runs/imported");
    List<String> arguments =
        new ArrayList<>(List.of("import", written.toString(), run.toString(), "--config"));
    arguments.add(new Toy(folder).config().toString());
    arguments.addAll(published.overrides());
    Cli imported = Cli.run(arguments.toArray(String[]::new));
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    Path exported = folder.resolve("exported.pt");
    Cli cli = Cli.run("export", run.toString(), exported.toString());
    assertThat(cli.exitCode()).as(cli.err()).isZero();

    JsonNode read = JSON.readTree(python.run(SCRIPT, "check", exported.toString(), style));

    Map<String, String> expected = holds(JSON.readTree(Files.readString(beside(written))));
    Map<String, String> found = holds(read.path("holds"));
    assertThat(found.remove("ema.pos_embed")).as("pos_embed").isNotNull();
    expected.remove("ema.pos_embed");
    assertThat(found).as("arrays in PyTorch").isEqualTo(expected);
    assertThat(read.path("facts").path("steps").asInt()).as("steps").isEqualTo(3);
    assertThat(read.path("facts").path("updates").asInt())
        .as("updates after one more")
        .isEqualTo(4);
    assertThat(read.path("facts").path("lr").asDouble()).as("learning rate").isEqualTo(1e-3);
  }

  private static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".json");
  }

  private static Map<String, String> holds(JsonNode node) {
    Map<String, String> holds = new TreeMap<>();
    for (Map.Entry<String, JsonNode> one : node.properties()) {
      holds.put(one.getKey(), one.getValue().asText());
    }
    return holds;
  }
}
