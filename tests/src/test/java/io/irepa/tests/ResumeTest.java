package io.irepa.tests;

import static io.irepa.tests.Failure.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go on from a checkpoint, and those that refuse to. */
final class ResumeTest {
  private static final Map<String, String> ALL =
      Map.of(
          "backbone.depth", "2",
          "alignment.0.projector", "{type: conv}",
          "ema", "{decays: [0.9, 0.5], warmup: true}");

  @TempDir private Path folder;

  @AfterEach
  void nothingStays() throws IOException {
    Failure.assertNothingHalfWritten(folder);
  }

  private Toy toy(String name) throws IOException {
    return new Toy(Files.createDirectories(folder.resolve(name)));
  }

  private static Toy trained(Toy toy, int steps, String... options) {
    Cli cli = train(toy, steps, options);
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    return toy;
  }

  private static Cli train(Toy toy, int steps, String... options) {
    Map<String, String> overrides = new HashMap<>(ALL);
    overrides.put("train.steps", "" + steps);
    return toy.train(overrides, options);
  }

  private static void assertSameBits(Toy one, Toy other, long step) throws IOException {
    try (Stream<Path> files = Files.list(one.checkpoint(step))) {
      List<Path> arrays = files.filter(file -> file.toString().endsWith(".safetensors")).toList();
      assertThat(arrays).as("files of arrays").hasSize(4);
      for (Path file : arrays) {
        assertThat(file)
            .as("%s at step %d", file.getFileName(), step)
            .hasSameBinaryContentAs(other.checkpoint(step).resolve(file.getFileName()));
      }
    }
  }

  @Test
  void moreStepsGoOnToTheSameBits() throws IOException {
    Toy halves = trained(toy("halves"), 4);
    Cli second = train(halves, 8);
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.err()).as("notes").contains("Going on from step 4", "train.steps: 4 -> 8");
    assertSameBits(halves, trained(toy("whole"), 8), 8);
  }

  @Test
  void aDamagedCheckpointIsPassedOverForTheOneBefore() throws IOException {
    Toy damaged = trained(toy("damaged"), 4);
    Path optimizer = damaged.checkpoint(4).resolve("optimizer.safetensors");
    byte[] bytes = Files.readAllBytes(optimizer);
    bytes[bytes.length / 2] ^= 4;
    Files.write(optimizer, bytes);

    Cli second = train(damaged, 8, "--resume");

    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.err())
        .as("notes")
        .contains("step-4 is damaged", "optimizer.safetensors", "Going on from step 2");
    assertThat(damaged.run().resolve("checkpoints/damaged-step-4")).as("evidence").exists();
    assertSameBits(damaged, trained(toy("whole"), 8), 8);
  }

  @Test
  void aRunWithoutAWholeCheckpointIsNotStartedAnewSilently() throws IOException {
    Toy toy = trained(toy("toy"), 4);
    Files.delete(toy.checkpoint(2).resolve("ema.safetensors"));
    Files.writeString(toy.checkpoint(4).resolve("state.json"), "{}");
    assertFails(train(toy, 8), 1, "step-2 is damaged", "step-4 is damaged", "Remove the folder");
    assertThat(toy.checkpoint(4)).as("the damaged checkpoint").exists();
  }

  @Test
  void snapshotsOfStepsThatAreDoneAgainGo() throws IOException {
    Toy toy = toy("toy");
    Map<String, String> overrides = new HashMap<>(ALL);
    overrides.put("train.steps", "4");
    overrides.put("ema", "{decays: [0.9, 0.5], power: [0.1], snapshot-every: 1}");
    assertThat(toy.train(overrides).exitCode()).isZero();
    Files.writeString(toy.checkpoint(4).resolve("state.json"), "{}");
    overrides.put("train.steps", "3");
    overrides.put("ema.snapshot-every", "2");
    Cli cli = toy.train(overrides);
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    try (Stream<Path> files = Files.list(toy.run().resolve("snapshots"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "step-1-0.1.safetensors", "step-2-0.1.safetensors", "step-3-0.1.safetensors");
    }
  }

  @Test
  void whatAKilledProcessLeftInTheMakingGoes() throws IOException {
    Toy toy = trained(toy("toy"), 4);
    Path checkpoints = toy.run().resolve("checkpoints");
    Files.createDirectories(checkpoints.resolve(".writing-step-6/x"));
    Files.createDirectories(checkpoints.resolve(".removing-step-1"));
    Files.writeString(toy.run().resolve(".report.html.writing"), "<!doctype");
    Files.writeString(toy.run().resolve("samples/.step-5.png.writing"), "PNG");
    Files.writeString(toy.run().resolve("samples/step-5.png"), "of a step that is done again");
    trained(toy, 6);
    assertThat(toy.run().resolve("samples/step-5.png")).doesNotExist();
  }

  @Test
  void anotherConfigurationIsShownAndRefusedUnlessForced() throws IOException {
    Toy toy = trained(toy("toy"), 4);
    Map<String, String> other = new HashMap<>(ALL);
    other.put("optimizer.learning-rate", "0.01");
    other.put("train.steps", "6");
    assertFails(toy.train(other), 2, "optimizer.learning-rate: 0.001 -> 0.01", "--force");
    assertThat(toy.run().resolve("config.yaml")).content().contains("learning-rate: 0.001");

    Cli forced = toy.train(other, "--force");
    assertThat(forced.exitCode()).as(forced.err()).isZero();
    assertThat(forced.err()).as("notes").contains("optimizer.learning-rate: 0.001 -> 0.01");
    assertThat(toy.run().resolve("config.yaml")).content().contains("learning-rate: 0.01");
  }

  @Test
  void otherLoggingIsNoOtherConfiguration() throws IOException {
    Toy toy = trained(toy("toy"), 4);
    Map<String, String> other = new HashMap<>(ALL);
    other.put("train", "{steps: 6, batch: 4, log-every: 3, checkpoint-every: 3, sample-every: 50}");
    other.put("trackers", "[{type: jsonl}]");
    other.put("sample.steps", "3");
    Cli cli = toy.train(other);
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  @Test
  void aFinishedRunSaysSo() throws IOException {
    Toy toy = trained(toy("toy"), 4);
    Cli again = train(toy, 4);
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).contains("All 4 steps are done");
    assertFails(train(toy, 3), 1, "step 4 already", "train.steps is 3");
  }

  @Test
  void resumingNeedsACheckpoint() throws IOException {
    Toy toy = toy("toy");
    assertFails(train(toy, 4, "--resume"), 1, "no checkpoint to resume from", "--resume");
    assertThat(toy.run()).as("run folder").doesNotExist();
  }

  @Test
  void someCheckpointsAreKeptForGood() throws IOException {
    Toy toy = toy("toy");
    Cli cli =
        toy.train(
            Map.of(
                "train",
                "{steps: 9, batch: 4, checkpoint-every: 1, keep: 2, keep-every: 3, sample-every: 50}"));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    try (Stream<Path> kept = Files.list(toy.run().resolve("checkpoints"))) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("step-3", "step-6", "step-8", "step-9");
    }
  }
}
