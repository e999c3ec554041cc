package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class YamlReaderTest {
  private static Problem problem(String text) {
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> YamlReader.text("run.yaml", text));
    assertThat(e).as("exception for " + text).isNotNull();
    return e.problems().get(0);
  }

  @Test
  void knowsWhereEverythingStands() {
    Node.Mapping root =
        (Node.Mapping) YamlReader.text("run.yaml", "# first\nname: a\ntrain:\n  steps: 5\n");
    assertThat(root.keys().get("train")).as("key").isEqualTo(new Place("run.yaml", 3, 1));
    Node.Mapping train = (Node.Mapping) root.values().get("train");
    assertThat(train.keys().get("steps")).as("key").isEqualTo(new Place("run.yaml", 4, 3));
    assertThat(train.values().get("steps"))
        .as("value")
        .isEqualTo(new Node.Scalar(new Place("run.yaml", 4, 10), 5));
  }

  @Test
  void refusesADuplicateKey() {
    Problem problem = problem("train:\n  steps: 5\n  batch: 1\n  steps: 6\n");
    assertThat(problem.place()).as("place").isEqualTo(new Place("run.yaml", 4, 3));
    assertThat(problem.path()).as("path").isEqualTo("train.steps");
    assertThat(problem.message()).as("message").contains("second time", "run.yaml:2:3");
  }

  @Test
  void explainsATab() {
    Problem problem = problem("train:\n\tsteps: 5\n");
    assertThat(problem.place().line()).as("line").isEqualTo(2);
    assertThat(problem.message()).as("message").contains("tab");
  }

  @Test
  void refusesAnAnchor() {
    Problem problem = problem("name: a\ntrain: &t\n  steps: 5\n");
    assertThat(problem.message()).as("message").contains("anchor");
    assertThat(problem.path()).as("path").isEqualTo("train");
  }

  @Test
  void refusesAnAnchorOfAPlainValue() {
    Problem problem = problem("name: a\nseed: &s 5\n");
    assertThat(problem.message()).as("message").contains("anchor");
    assertThat(problem.place()).as("place").isEqualTo(new Place("run.yaml", 2, 7));
  }

  @Test
  void refusesAnAlias() {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class, () -> YamlReader.text("run.yaml", "a: &x 5\nb: *x\n"));
    assertThat(e.problems().get(e.problems().size() - 1).message()).as("message").contains("alias");
    assertThat(e.problems().get(e.problems().size() - 1).place().line()).as("line").isEqualTo(2);
  }

  @Test
  void refusesATag() {
    assertThat(problem("a: !secret 5\n").message()).as("message").contains("tag");
  }

  @Test
  void refusesASecondDocument() {
    Problem problem = problem("a: 1\n---\nb: 2\n");
    assertThat(problem.message()).as("message").contains("second document");
    assertThat(problem.place().line()).as("line").isBetween(2, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: [1, 2\n", "a: {b: 1\n", "a: 'x\n", "a: 1\n b: 2\n", "\u0000", "a: %x\n"})
  void reportsWhatIsNoYaml(String text) {
    Problem problem = problem(text);
    assertThat(problem.place().source()).as("source").isEqualTo("run.yaml");
    assertThat(problem.message()).as("message").contains("not YAML");
  }

  private static ConfigException reading(Path file) {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> YamlReader.file(file));
    assertThat(e).as("exception for " + file).isNotNull();
    return e;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "null\n"})
  void saysThatAFileIsEmpty(String text, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.yaml");
    Files.writeString(file, text);
    assertThat(reading(file)).hasMessageContaining("empty").hasMessageContaining("run.yaml");
  }

  @Test
  void saysThatAListIsNoConfiguration(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.yaml");
    Files.writeString(file, "- 1\n");
    assertThat(reading(file)).hasMessageContaining("a list").hasMessageContaining("run.yaml:1:1");
  }

  @Test
  void saysThatAFileIsMissingOrNoText(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.yaml");
    assertThat(reading(file)).hasMessageContaining("no such file");
    Files.write(file, "name: Gr\u00f6\u00dfe".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(reading(file)).hasMessageContaining("UTF-8");
    assertThat(reading(folder)).hasMessageContaining("cannot be read");
  }
}
