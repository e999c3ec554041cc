package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
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
    Path plugins = folder.resolve("plugins");
    String method =
        "return projected.values().mean().mul(calls < %d ? 1f : %s);".formatted(call, value);
    new PluginMaker(plugins).jar(PluginMaker.loss("", method));
    return toy.train(
        Map.of("alignment.0.loss", "{type: acme-loss}", "train.steps", "8"),
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
      Failure.assertFails(toy.train(Map.of()), 1, "Another process", toy.run().toString());
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
    Failure.assertFails(toy.sample("--raw"), 1, "model.safetensors", "damaged");
    Files.write(model, Arrays.copyOf(whole, 5));
    Failure.assertFails(toy.sample("--raw"), 1, "model.safetensors", "damaged");
    byte[] header = whole.clone();
    header[8] = 'x';
    Files.write(model, header);
    Failure.assertFails(toy.sample("--raw"), 1, "model.safetensors", "not JSON");
    Files.delete(model);
    Failure.assertFails(toy.sample("--raw"), 1, "model.safetensors", "no such file");

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
