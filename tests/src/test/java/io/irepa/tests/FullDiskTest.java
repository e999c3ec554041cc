package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process whose files may from some moment on not grow, as on a full disk. */
final class FullDiskTest {
  @TempDir private Path folder;
  private Toy toy;

  @BeforeEach
  void prepare() {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/prlimit")),
        "prlimit (Linux, util-linux) sets the limit of a running process");
    toy = new Toy(folder);
  }

  /** Trains in a process of its own and, once the checkpoint is there, sets the limit. */
  private Cli train(long checkpoint, long bytes) throws IOException, InterruptedException {
    List<String> arguments =
        toy.arguments(Map.of("train.steps", "100000", "train.checkpoint-every", "" + checkpoint));
    try (TrainingProcess process = TrainingProcess.start(folder, arguments)) {
      process.awaits(toy.checkpoint(checkpoint));
      int limited =
          new ProcessBuilder("/usr/bin/prlimit", "--pid", "" + process.pid(), "--fsize=" + bytes)
              .inheritIO()
              .start()
              .waitFor();
      assertThat(limited).as("prlimit; %s", process.output()).isZero();
      return process.end();
    }
  }

  private void assertFirstCheckpointIsWhole(long checkpoint) throws IOException {
    Failure.assertNothingHalfWritten(folder);
    assertThat(toy.checkpoint(checkpoint)).as("the checkpoint before").exists();
    Cli sampled = toy.sample();
    assertThat(sampled.exitCode()).as(sampled.err()).isZero();
  }

  @Test
  void aCheckpointThatDoesNotFitLeavesTheOneBefore() throws Exception {
    // Every file of a checkpoint is larger, and the records of the first ten steps are not.
    Cli cli = train(5, 32_768);
    Failure.assertFails(cli, 1, "checkpoints/step-", "cannot be written", "File too large");
    assertFirstCheckpointIsWhole(5);
  }

  @Test
  void aRecordThatDoesNotFitLeavesWholeLines() throws Exception {
    // The records reach this size soon after the first checkpoint, and long before the next.
    Cli cli = train(20, 7_500);
    Failure.assertFails(cli, 1, "run folder", "cannot be written", "File too large");
    String metrics = Files.readString(toy.run().resolve("metrics.jsonl"));
    assertThat(metrics).as("metrics").endsWith("}\n");
    assertFirstCheckpointIsWhole(20);
  }
}
