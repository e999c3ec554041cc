package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:-UsePerfData", "-Djava.awt.headless=true"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dai.djl.offline=true"));
    command.addAll(List.of("-DOPT_OUT_TRACKING=true", "-Dai.djl.pytorch.graph_optimizer=false"));
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.add("-Direpa.home=" + Repository.root());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.irepa.cli.Main"));
    command.addAll(
        toy.arguments(Map.of("train.steps", "100000", "train.checkpoint-every", "" + checkpoint)));
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(err.toFile()))
            .start();
    try {
      while (process.isAlive() && !Files.exists(toy.checkpoint(checkpoint))) {
        Thread.sleep(5);
      }
      int limited =
          new ProcessBuilder("/usr/bin/prlimit", "--pid", "" + process.pid(), "--fsize=" + bytes)
              .inheritIO()
              .start()
              .waitFor();
      assertThat(limited).as("prlimit; %s", Files.readString(err)).isZero();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Cli(process.exitValue(), "", Files.readString(err));
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
