package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that fail on their way, and what is left to sample from. */
final class FailingRunTest {
  @TempDir private Path folder;
  private Toy toy;

  @BeforeEach
  void prepare() {
    toy = new Toy(folder);
  }

  @AfterEach
  void nothingStays() throws IOException {
    Failure.assertNothingHalfWritten(folder);
    Failure.assertNoReaderRuns();
  }

  private void trained() {
    Cli cli = toy.train(Map.of());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  private void assertSamples() {
    Cli cli = toy.sample();
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  private Cli lossThatTurnsAt(int call, String value) throws IOException {
    return lossThatTurns("calls < " + call, value, "stop");
  }

  private Cli lossThatTurns(String fine, String value, String policy) throws IOException {
    Path plugins = folder.resolve("plugins");
    String method = "return projected.values().mean().mul(%s ? 1f : %s);".formatted(fine, value);
    new PluginMaker(plugins).jar(PluginMaker.loss("", method));
    return toy.train(
        Map.of(
            "alignment.0.loss", "{type: acme-loss}",
            "train.steps", "8",
            "train.non-finite", policy),
        "--plugins",
        plugins.toString());
  }

  @Test
  void aLossThatIsNoNumberIsNamedAndTheLastGoodCheckpointStays() throws IOException {
    Cli cli = lossThatTurnsAt(6, "Float.NaN");
    Failure.assertFails(cli, 1, "loss.align", "NaN", "at step 6");
    assertThat(toy.checkpoint(4)).as("last good checkpoint").exists();
    assertThat(toy.checkpoint(6)).as("checkpoint after it").doesNotExist();
    Cli sampled = toy.sample("--plugins", folder.resolve("plugins").toString());
    assertThat(sampled.exitCode()).as(sampled.err()).isZero();
  }

  @Test
  void anInfiniteLossIsNamedAtTheFirstStep() throws IOException {
    Failure.assertFails(
        lossThatTurnsAt(1, "Float.POSITIVE_INFINITY"), 1, "loss.align", "Infinity", "at step 1");
    assertThat(toy.run()).as("run folder").doesNotExist();
  }

  @Test
  void aGradientThatIsNoNumberIsNamedByItsParameter() throws IOException {
    Path plugins = folder.resolve("plugins");
    String method = "return projected.values().mul(0f).sum().sqrt();";
    new PluginMaker(plugins).jar(PluginMaker.loss("", method));
    Cli cli =
        toy.train(Map.of("alignment.0.loss", "{type: acme-loss}"), "--plugins", plugins.toString());
    Failure.assertFails(cli, 1, "gradient-norm is NaN (gradient of backbone.", "more) at step 1");
  }

  @Test
  void aStepThatIsNoNumberIsSkippedWhereThatIsWanted() throws IOException {
    Cli cli = lossThatTurns("calls != 6", "Float.NaN", "skip");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.err())
        .as("note")
        .contains("loss.align is NaN at step 6 (seed 0): skipped", "--replay-step 6");
    List<String> records = Files.readAllLines(toy.run().resolve("metrics.jsonl"));
    assertThat(records).as("records").hasSize(8);
    assertThat(records.get(5)).as("step 6").contains("\"skipped\":1.0", "\"NaN\"");
    assertThat(records.get(6)).as("step 7").doesNotContain("skipped", "NaN");
  }

  @Test
  void aSkippedStepChangesNothing() throws IOException {
    Cli cli = lossThatTurns("calls < 3", "Float.NaN", "skip");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    for (String file : List.of("model", "optimizer")) {
      String name = file + ".safetensors";
      assertThat(toy.checkpoint(8).resolve(name))
          .as("%s at step 8, where nothing was done after step 2", file)
          .hasSameBinaryContentAs(toy.checkpoint(6).resolve(name));
    }
  }

  @Test
  void tooManySkippedStepsInARowEndTheRun() {
    Map<String, String> overrides = new HashMap<>(BURSTS);
    overrides.put("train.non-finite", "skip");
    Failure.assertFails(toy.train(overrides), 1, "at step 11", "9 steps before");
  }

  @Test
  void aStepThatFailedCanBeReplayed() throws IOException {
    Cli failed = toy.train(BURSTS);
    Failure.assertFails(failed, 1, "at step 2", "--replay-step 2");
    byte[] metrics = Files.readAllBytes(toy.run().resolve("metrics.jsonl"));

    Cli replayed = toy.train(BURSTS, "--replay-step", "2");
    assertThat(replayed.exitCode()).as(replayed.err()).isZero();
    assertThat(replayed.out())
        .as("the step again")
        .contains("Step 2, seed 0, reached from the checkpoint of step 1", "loss.total")
        .contains("NaN");
    assertThat(toy.run().resolve("metrics.jsonl")).as("records").hasBinaryContent(metrics);

    Cli before = toy.train(BURSTS, "--replay-step", "1");
    assertThat(before.out())
        .as("the step before, with the numbers of the run")
        .contains("" + loss(new String(metrics, StandardCharsets.UTF_8), 1));
    Failure.assertFails(toy.train(BURSTS, "--replay-step", "99"), 2, "--replay-step", "1 to 20");
  }

  /** The second step is lost: its parameters are beyond what float32 can hold. */
  private static final Map<String, String> BURSTS =
      Map.of(
          "optimizer.learning-rate", "1.0e+30",
          "train.steps", "20",
          "train.checkpoint-every", "1");

  private static String loss(String metrics, int line) {
    return metrics.lines().toList().get(line - 1).replaceAll(".*\"loss.total\":([^,}]*).*", "$1");
  }

  @Test
  void runsBelowARegularFileCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Cli cli = Cli.run("train", toy.config().toString(), "--runs", file.resolve("runs").toString());
    Failure.assertFails(cli, 1, "cannot be written", file.toString(), "--runs");
    assertThat(file).as("the file").hasContent("in the way");
  }

  @Test
  void aReadOnlyFolderCannotBeWritten() throws IOException {
    Path runs = Files.createDirectories(folder.resolve("runs"));
    assumeTrue(
        runs.toFile().setWritable(false) && !Files.isWritable(runs),
        "the user who runs the tests, root perhaps, may write into a read-only folder");
    Failure.assertFails(toy.train(Map.of()), 1, "cannot be written", "permission denied", "runs");
  }

  @Test
  void aRunInProgressIsNotDisturbed() throws IOException {
    Files.createDirectories(toy.run());
    try (FileChannel other =
        FileChannel.open(
            toy.run().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(other.tryLock()).as("the other's lock").isNotNull();
      other.write(ByteBuffer.wrap("4711".getBytes(StandardCharsets.UTF_8)));
      Failure.assertFails(toy.train(Map.of()), 1, "Another process (4711)", toy.run().toString());
    }
    assertThat(toy.run()).as("the other's folder").exists();
  }

  @Test
  void aDeviceThatIsNotThereIsNamed() {
    Failure.assertFails(toy.train(Map.of("device", "cuda:63")), 1, "cuda:63", "device: cpu");
    assertThat(toy.run()).as("run folder").doesNotExist();
  }

  @Test
  void aFolderThatIsNoRunIsNotSampled() {
    Failure.assertFails(Cli.run("sample", folder.toString()), 2, folder.toString(), "config.yaml");
  }

  @Test
  void aRunWithoutCheckpointIsNotSampled() throws IOException {
    Files.createDirectories(toy.run());
    Files.writeString(toy.run().resolve("config.yaml"), Toy.yaml());
    Failure.assertFails(toy.sample(), 1, "no checkpoint");
  }

  @Test
  void wrongOptionsOfSamplingAreUsage() {
    trained();
    Failure.assertFails(toy.sample("--class", "8"), 2, "no class 8", "0 to 7");
    Failure.assertFails(toy.sample("--class", "-1"), 2, "no class -1");
    Failure.assertFails(toy.sample("--count", "0"), 2, "--count");
    Failure.assertFails(toy.sample("--seed", "x"), 2, "--seed", "'x'");
    assertThat(toy.run().resolve("samples/seed-0")).as("pictures").doesNotExist();
  }

  @Test
  void picturesThatCannotBeWrittenAreNamed() throws IOException {
    trained();
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Failure.assertFails(toy.sample("--out", file.toString()), 1, "cannot be written", "file");
  }

  @Test
  void aDamagedCheckpointIsNamed() throws IOException {
    trained();
    Path model = toy.checkpoint(4).resolve("model.safetensors");
    byte[] whole = Files.readAllBytes(model);

    Files.write(model, Arrays.copyOf(whole, whole.length / 2));
    Failure.assertFails(toy.sample("--raw"), 1, "model.safetensors has", "damaged");
    byte[] altered = whole.clone();
    altered[whole.length - 1] ^= 1;
    Files.write(model, altered);
    Failure.assertFails(toy.sample("--raw"), 1, "model.safetensors", "damaged", "checksum");
    Files.delete(model);
    Failure.assertFails(toy.sample("--raw"), 1, "model.safetensors", "no such file");
    Path state = toy.checkpoint(4).resolve("state.json");
    byte[] json = Files.readAllBytes(state);
    Files.write(state, Arrays.copyOf(json, json.length / 2));
    Failure.assertFails(toy.sample("--raw"), 1, "state.json", "damaged");

    Files.write(state, json);
    Files.write(model, whole);
    assertSamples();
  }

  @Test
  void aCheckpointOfAnotherModelIsNamed() {
    trained();
    Failure.assertFails(
        toy.sample("-s", "backbone.hidden=32"), 1, "step-4", "shape", "configuration");
  }
}
