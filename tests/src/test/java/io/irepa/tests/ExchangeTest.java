package io.irepa.tests;

import static io.irepa.tests.Failure.assertFails;
import static io.irepa.tests.Failure.assertNothingHalfWritten;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code irepa import} and {@code irepa export} on checkpoints that PyTorch wrote. */
final class ExchangeTest {
  @TempDir private Path folder;

  private Path run(String name) {
    return folder.resolve("runs").resolve(name);
  }

  private Cli importRun(Path file, String name, List<String> options, String... further) {
    List<String> arguments =
        new ArrayList<>(List.of("import", file.toString(), run(name).toString(), "--config"));
    arguments.add(new Toy(folder).config().toString());
    arguments.addAll(options);
    arguments.addAll(List.of(further));
    return Cli.run(arguments.toArray(String[]::new));
  }

  private Path imported(Published published, String name) {
    Cli cli = importRun(published.file(), name, published.overrides());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.out()).as("output").contains("step 3");
    return run(name).resolve("checkpoints/step-3");
  }

  private Path exported(String name, String file, String... further) {
    Path path = folder.resolve(file);
    List<String> arguments =
        new ArrayList<>(List.of("export", run(name).toString(), path.toString()));
    arguments.addAll(List.of(further));
    Cli cli = Cli.run(arguments.toArray(String[]::new));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    return path;
  }

  @ParameterizedTest
  @ValueSource(strings = {"repa", "irepa", "sit", "compiled"})
  void everyArrayArrivesBitByBit(String style) throws IOException {
    Published published = new Published(style);
    Map<String, String> held = new TreeMap<>(published.holds());
    held.remove("ema.pos_embed"); // Published code averages what it does not train; we do not.
    assertThat(published.holds(imported(published, "imported")))
        .as("arrays of the run")
        .isEqualTo(held);
  }

  @ParameterizedTest
  @ValueSource(strings = {"repa", "irepa", "sit"})
  void whatIsExportedAndImportedAgainIsTheSame(String style) throws IOException {
    Published published = new Published(style);
    Path first = imported(published, "first");
    Path file = exported("first", "first.pt");
    Cli cli = importRun(file, "second", published.overrides());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    Path second = run("second").resolve("checkpoints/step-3");
    for (String part : List.of("model", "ema", "optimizer")) {
      assertThat(second.resolve(part + ".safetensors"))
          .as(part)
          .hasSameBinaryContentAs(first.resolve(part + ".safetensors"));
    }
    assertThat(run("second").resolve("import.json"))
        .as("settings of the published run")
        .content()
        .contains("SiT-toy", "irepa_config");
  }

  @ParameterizedTest
  @CsvSource({
    "average.safetensors, '', ema",
    "model.safetensors, --model, model",
    "average.pt, --ema, ema",
    "model.pth, --model, model"
  })
  void oneModelAloneIsExportedAndImported(String name, String option, String part)
      throws IOException {
    Published published = new Published("irepa");
    Path first = imported(published, "first");
    Path file = exported("first", name, option.isEmpty() ? new String[0] : new String[] {option});
    Cli cli = importRun(file, "alone", published.overrides(), "--step", "5");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.out()).as("notes").contains("no average", "optimizer starts anew", "step 5");
    Map<String, String> before = published.holds(first);
    Map<String, String> after = published.holds(run("alone").resolve("checkpoints/step-5"));
    before.forEach(
        (array, digest) -> {
          if (array.startsWith(part + ".") && !array.equals("model.pos_embed")) {
            String bare = array.substring(part.length() + 1);
            assertThat(after).as("parameters").containsEntry("model." + bare, digest);
            assertThat(after).as("average").containsEntry("ema." + bare, digest);
          }
        });
  }

  @Test
  void samplesOfAnImportedRunAreDrawn() {
    imported(new Published("repa"), "imported");
    Cli cli = Cli.run("sample", run("imported").toString(), "--count", "2");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(run("imported").resolve("samples/seed-0/grid.png")).exists();
  }

  @Test
  void trainingGoesOnFromAnImportedRunAndFromItsCopyAlike() throws IOException {
    Published published = new Published("irepa");
    imported(published, "first");
    Cli copied = importRun(exported("first", "first.pt"), "second", published.overrides());
    assertThat(copied.exitCode()).as(copied.err()).isZero();
    for (String name : List.of("first", "second")) {
      String config = run(name).resolve("config.yaml").toString();
      Cli cli = Cli.run("train", config, "--resume", "--runs", run(name).getParent().toString());
      assertThat(cli.exitCode()).as(cli.err()).isZero();
    }
    for (String part : List.of("model", "ema", "optimizer")) {
      String file = "checkpoints/step-4/" + part + ".safetensors";
      assertThat(run("second").resolve(file))
          .as(part)
          .hasSameBinaryContentAs(run("first").resolve(file));
    }
    assertThat(published.holds(run("first").resolve("checkpoints/step-4")))
        .as("arrays after a step")
        .isNotEqualTo(published.holds(run("first").resolve("checkpoints/step-3")));
  }

  @Test
  void saysAllThatDoesNotFit() throws IOException {
    List<String> wider = List.of("-s", "backbone.hidden=16", "-s", "backbone.depth=3");
    Cli cli = importRun(new Published("irepa").file(), "wrong", wider);
    assertFails(
        cli,
        1,
        "irepa.pt does not fit the configuration",
        "Missing in the file",
        "backbone.blocks.2.attn.qkv.weight (48, 16)",
        "Left over in the file (2)",
        "projector.0.weight (32, 8, 3, 3)",
        "Of another shape",
        "backbone.x_embedder.proj.bias (8), in the configuration (16)",
        "--drop",
        "--fresh");
    assertThat(run("wrong")).as("the run's folder").doesNotExist();
    assertNothingHalfWritten(folder);
  }

  @Test
  void arraysAreLeftOutAndStartedAnewWhenAsked() {
    Published published = new Published("irepa");
    List<String> options = new ArrayList<>(published.overrides());
    options.set(options.size() - 1, "alignment.0.projector={type: mlp, width: 8}");
    Cli cli =
        importRun(
            published.file(), "other", options, "--drop", "projector", "--fresh", "projector.0");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  @Test
  void aRunIsNotOverwritten() {
    imported(new Published("repa"), "once");
    Cli cli = importRun(new Published("repa").file(), "once", new Published("repa").overrides());
    assertFails(cli, 1, "holds checkpoints");
  }

  @Test
  void aTruncatedFileIsReported() throws IOException {
    byte[] whole = Files.readAllBytes(new Published("repa").file());
    Path file = Files.write(folder.resolve("cut.pt"), Arrays.copyOf(whole, whole.length / 2));
    assertFails(importRun(file, "cut", new Published("repa").overrides()), 1, "cut.pt", "damaged");
    assertThat(run("cut")).as("the run's folder").doesNotExist();
  }

  @Test
  void whatIsExportedIsAskedForRightly() {
    imported(new Published("repa"), "imported");
    String run = run("imported").toString();
    assertFails(Cli.run("export", run, folder.resolve("a.bin").toString()), 2, ".safetensors");
    assertFails(
        Cli.run("export", run, folder.resolve("a.pt").toString(), "--step", "9"), 2, "step 9");
    assertFails(Cli.run("export", folder.toString(), "a.pt"), 2, "config.yaml");
    assertFails(
        Cli.run("export", run, folder.resolve("none/a.pt").toString()), 1, "Cannot write", "a.pt");
  }
}
