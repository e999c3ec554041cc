package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations that cannot be read or do not say what they should. */
final class BadConfigTest {
  @TempDir private Path folder;

  private void assertRefused(String text, String... parts) throws IOException {
    assertRefused(text.getBytes(StandardCharsets.UTF_8), parts);
  }

  private void assertRefused(byte[] text, String... parts) throws IOException {
    Path file = Files.write(folder.resolve("bad.yaml"), text);
    Path runs = folder.resolve("runs");
    Failure.assertFails(Cli.run("train", file.toString(), "--runs", runs.toString()), 2, parts);
    assertThat(runs).as("folder of runs").doesNotExist();
  }

  @Test
  void aMissingFileIsNamed() {
    Failure.assertFails(Cli.run("train", folder.resolve("none.yaml").toString()), 2, "none.yaml");
  }

  @Test
  void aFolderIsNoConfiguration() {
    Failure.assertFails(Cli.run("train", folder.toString()), 2, folder.toString());
  }

  @Test
  void anEmptyFileIsCalledEmpty() throws IOException {
    assertRefused("", "bad.yaml", "empty");
  }

  @Test
  void aFileOfCommentsIsCalledEmpty() throws IOException {
    assertRefused("# nothing\n\n", "bad.yaml", "empty");
  }

  @Test
  void aListIsNoConfiguration() throws IOException {
    assertRefused("- a\n- b\n", "bad.yaml:1:1", "a list");
  }

  @Test
  void aDuplicateKeyIsShownWithBothPlaces() throws IOException {
    assertRefused(Toy.yaml() + "name: again\n", "bad.yaml:14:1", "name", "bad.yaml:1:1");
  }

  @Test
  void aTabIsShown() throws IOException {
    assertRefused("train:\n\tsteps: 5\n", "bad.yaml:2", "tab");
  }

  @Test
  void anAnchorIsShown() throws IOException {
    assertRefused(Toy.yaml().replace("name: toy", "name: &n toy"), "bad.yaml:1", "anchor");
  }

  @Test
  void anAliasIsShown() throws IOException {
    String text = Toy.yaml().replace("name: toy", "name: &n toy") + "device: *n\n";
    assertRefused(text, "bad.yaml:14", "alias");
  }

  @Test
  void aSecondDocumentIsShown() throws IOException {
    assertRefused(Toy.yaml() + "---\nname: b\n", "second document");
  }

  @Test
  void textThatIsNotUtf8IsCalledThat() throws IOException {
    assertRefused("name: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1), "not UTF-8");
  }

  @Test
  void aByteOrderMarkIsNoProblem() throws IOException {
    Path file = Files.writeString(folder.resolve("mark.yaml"), "\uFEFF" + Toy.yaml());
    Cli cli = Cli.run("config", "check", file.toString());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "optimizer.learning-rat=1   | Did you mean 'learning-rate'?",
        "trian.steps=1              | Did you mean 'train'?",
        "objective.type=rapa        | Did you mean 'repa'?",
        "backbone.type=sti          | Did you mean 'sit'?",
        "precision=flaot32          | Did you mean 'float32'?",
        "train.steps=many           | a whole number is needed",
        "train.steps=1.5            | a whole number is needed",
        "train.steps=0              | at least 1",
        "train.steps=99999999999999999999 | too large",
        "train=5                    | a mapping of keys to values is needed",
        "data.flip=perhaps          | true or false is needed",
        "ema.decays=0.9             | a list is needed",
        "data.path=[a]              | a text is needed",
        "alignment={}               | a list is needed",
        "name=../up                 | letters, digits",
        "device=gpu                 | auto, cpu, cuda",
        "steps                      | key.path=value",
        "alignment.7.weight=1       | The list has 1 items",
        "name.first=1               | has no keys",
        "data.path=\"a\\0b\"        | data.path"
      })
  void aWrongValueIsExplained(String override, String part) {
    Toy toy = new Toy(folder);
    Cli cli = Cli.run("train", toy.config().toString(), "-s", override);
    Failure.assertFails(cli, 2, part);
  }

  @Test
  void aFineOneIsShownWhole() {
    Cli cli = Cli.run("config", "show", new Toy(folder).config().toString());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.out()).as("output").startsWith("name: toy").contains("type: jsonl");
  }

  @Test
  void everyProblemIsListed() {
    Cli cli =
        new Toy(folder)
            .train(Map.of("train.steps", "0", "backbone.heads", "3", "objective.type", "rapa"));
    Failure.assertFails(cli, 2, "train.steps", "objective.type");
    assertThat(folder.resolve("runs")).as("folder of runs").doesNotExist();
  }
}
