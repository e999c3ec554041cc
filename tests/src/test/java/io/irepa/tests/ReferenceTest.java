package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.compose.Plugins;
import io.irepa.config.ConfigException;
import io.irepa.config.Node;
import io.irepa.config.ReferenceWriter;
import io.irepa.config.RunConfigReader;
import io.irepa.config.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/configuration.md is what the project's own plugins give. */
final class ReferenceTest {
  private static Plugins plugins;

  /** Without jars of others that somebody has dropped in. */
  @BeforeAll
  static void load(@TempDir Path folder) throws IOException {
    Path installed = Repository.root().resolve("plugins");
    try (Stream<Path> jars = Files.list(installed)) {
      for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
        if (jar.getFileName().toString().startsWith("irepa-plugin-")) {
          Files.copy(jar, folder.resolve(jar.getFileName()));
        }
      }
    }
    plugins = Plugins.load(List.of(folder));
    assertThat(plugins.failures()).as("plugins that do not load").isEmpty();
  }

  @AfterAll
  static void unload() {
    plugins.close();
  }

  private static Path page() {
    return Repository.root().resolve("docs/configuration.md");
  }

  @Test
  void isUpToDate() {
    assertThat(page())
        .as(
            "the page; after a change of a configuration record write it anew with\n"
                + "  ./irepa config reference > docs/configuration.md")
        .hasContent(new ReferenceWriter(plugins).write());
  }

  static Stream<String> examples() throws IOException {
    List<String> examples =
        Files.readAllLines(page()).stream()
            .filter(line -> line.startsWith("    "))
            .map(String::strip)
            .toList();
    assertThat(examples).as("examples of the page").hasSizeGreaterThan(10);
    return examples.stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void examplesCanBeRead(String example) {
    Node.Mapping section = (Node.Mapping) YamlReader.text("example", example);
    try {
      new RunConfigReader(plugins).bind(section, false);
    } catch (ConfigException e) {
      // Files that a user would have are not here.
      assertThat(e.getMessage().lines()).as(example).allMatch(line -> line.contains("There is no"));
    }
  }
}
