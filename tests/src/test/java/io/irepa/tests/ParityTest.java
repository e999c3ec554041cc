package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.compose.Plugins;
import io.irepa.parity.Comparison;
import io.irepa.parity.Parity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every recorded case, composed from the real plugin jars. */
final class ParityTest {
  private static Plugins plugins;

  @BeforeAll
  static void load() {
    plugins = Plugins.load(List.of(Repository.root().resolve("plugins")));
    assertThat(plugins.failures()).as("plugins that do not load").isEmpty();
  }

  @AfterAll
  static void unload() {
    plugins.close();
  }

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> files =
        Files.walk(Repository.root().resolve("tests/src/test/resources/parity"))) {
      return files
          .filter(file -> file.endsWith("case.yaml"))
          .map(Path::getParent)
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithThePublishedImplementation(Path folder) {
    List<Comparison> comparisons = new Parity(plugins).run(folder);
    assertThat(comparisons).as("expected tensors").isNotEmpty();
    assertThat(comparisons).as("tensors of " + folder).allMatch(Comparison::agrees);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ldm/sit-forward",
        "ldm/objective-irepa-linear",
        "ldm/objective-two-alignments",
        "jit/objective-jit-irepa"
      })
  void agreesWhereActivationsAreComputedAgain(String name, @TempDir Path folder)
      throws IOException {
    Path recorded = Repository.root().resolve("tests/src/test/resources/parity").resolve(name);
    try (Stream<Path> files = Files.list(recorded)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    String yaml = Files.readString(folder.resolve("case.yaml"));
    String again = yaml.replace("\nconfig:\n", "\nconfig:\n  train: {recompute: true}\n");
    assertThat(again).as("the case").contains("recompute");
    Files.writeString(folder.resolve("case.yaml"), again);
    agreesWithThePublishedImplementation(folder);
  }
}
