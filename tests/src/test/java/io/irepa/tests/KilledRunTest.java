package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real process that dies at any moment, and the run that goes on after it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are sent with kill")
final class KilledRunTest {
  private static final int KILLS = 20;
  private static final int STEPS = 600;

  /** Notes how the run ended. */
  private static final String TRACKER =
      """
      package acme;

      import com.google.inject.Inject;
      import io.irepa.spi.Component;
      import io.irepa.spi.Ending;
      import io.irepa.spi.Opening;
      import io.irepa.spi.Tracker;
      import java.io.IOException;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import java.util.Map;
      import org.pf4j.Extension;

      @Extension
      @Component("acme-tracker")
      public final class Notes implements Tracker {
        private Path run;

        @Inject
        public Notes() {}

        @Override
        public void open(Opening opening) {
          run = opening.run();
        }

        @Override
        public void scalars(long step, Map<String, Double> values) {}

        @Override
        public void end(Ending ending) throws IOException {
          Files.writeString(run.resolve("ending.txt"), ending.name());
        }

        @Override
        public void close() {}
      }
      """;

  @TempDir private Path folder;

  private Toy toy(String name) throws IOException {
    return new Toy(Files.createDirectories(folder.resolve(name)));
  }

  /** Checkpoints so often that many a signal falls into the writing of one. */
  private static TrainingProcess start(Toy toy, int steps, String... further) throws IOException {
    List<String> arguments =
        toy.arguments(
            Map.of(
                "train",
                "{steps: %d, batch: 4, checkpoint-every: 3, keep: 2, sample-every: 200, log-every: 1}"
                    .formatted(steps),
                "ema",
                "{decays: [0.9], warmup: true}"));
    arguments.addAll(List.of(further));
    return TrainingProcess.start(toy.folder(), arguments);
  }

  private static Toy undisturbed(Toy toy, int steps) throws Exception {
    try (TrainingProcess process = start(toy, steps)) {
      Cli cli = process.end();
      assertThat(cli.exitCode()).as(cli.err()).isZero();
    }
    return toy;
  }

  private static boolean hasProgressed(Toy toy, long before) throws IOException {
    Path metrics = toy.run().resolve("metrics.jsonl");
    return Files.exists(metrics) && Files.size(metrics) != before;
  }

  private static long recorded(Toy toy) throws IOException {
    Path metrics = toy.run().resolve("metrics.jsonl");
    return Files.exists(metrics) ? Files.size(metrics) : 0;
  }

  @Test
  void killedAtRandomMomentsItEndsWithTheBitsOfAnUndisturbedRun() throws Exception {
    Random random = new Random(7);
    Toy killed = toy("killed");
    Set<String> moments = new HashSet<>();
    int kills = 0;
    while (kills < KILLS) {
      long before = recorded(killed);
      try (TrainingProcess process = start(killed, STEPS)) {
        while (process.isAlive() && !hasProgressed(killed, before)) {
          Thread.sleep(2);
        }
        Thread.sleep(random.nextInt(120));
        assertThat(process.isAlive()).as("still training; %s", process.output()).isTrue();
        process.kill();
        kills++;
        moments.add(leftInTheMaking(killed) ? "inside the writing of a checkpoint" : "elsewhere");
      }
    }
    assertThat(moments).as("where the process died").hasSize(2);
    try (TrainingProcess process = start(killed, STEPS)) {
      Cli cli = process.end();
      assertThat(cli.exitCode()).as(cli.err()).isZero();
    }
    assertSameRun(killed, undisturbed(toy("undisturbed"), STEPS), STEPS);
    Failure.assertNothingHalfWritten(folder);
  }

  private static boolean leftInTheMaking(Toy toy) throws IOException {
    Path checkpoints = toy.run().resolve("checkpoints");
    if (!Files.exists(checkpoints)) {
      return false;
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("."));
    }
  }

  private static void assertSameRun(Toy one, Toy other, long step) throws IOException {
    for (String file : List.of("model", "ema", "optimizer")) {
      assertThat(one.checkpoint(step).resolve(file + ".safetensors"))
          .as(file)
          .hasSameBinaryContentAs(other.checkpoint(step).resolve(file + ".safetensors"));
    }
    assertThat(losses(one).equals(losses(other))).as("records of every step are equal").isTrue();
    assertThat(samples(one)).as("pictures").isEqualTo(samples(other));
  }

  /** The records without what no two runs have in common: memory and time. */
  private static List<String> losses(Toy toy) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(toy.run().resolve("metrics.jsonl"))) {
      ObjectNode record = (ObjectNode) json.readTree(line);
      record.remove(List.of("resident-mib", "open-files", "images-per-second", "data-wait-ms"));
      lines.add(record.toString());
    }
    return lines;
  }

  private static List<String> samples(Toy toy) throws IOException {
    try (Stream<Path> files = Files.list(toy.run().resolve("samples"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void ctrlCFinishesTheStepAndSaves() throws Exception {
    assertStops("INT", 130);
  }

  @Test
  void aTerminationSignalDoesToo() throws Exception {
    assertStops("TERM", 143);
  }

  private void assertStops(String signal, int exitCode) throws Exception {
    Toy stopped = toy("stopped");
    Path plugins = folder.resolve("plugins");
    new PluginMaker(plugins).jar(TRACKER);
    try (TrainingProcess process =
        start(
            stopped,
            STEPS,
            "--plugins",
            plugins.toString(),
            "-s",
            "trackers=[{type: jsonl}, {type: acme-tracker}]")) {
      assertThat(process.awaits(stopped.checkpoint(3))).as(process.output()).isTrue();
      process.signal(signal);
      Cli cli = process.end();
      assertThat(cli.exitCode()).as(cli.err()).isEqualTo(exitCode);
      assertThat(cli.err()).as("message").contains("Stopped and saved");
    }
    assertThat(stopped.run().resolve("ending.txt")).as("told to trackers").hasContent("STOPPED");
    Failure.assertNothingHalfWritten(folder);
    int recorded = losses(stopped).size();
    assertThat(stopped.checkpoint(recorded)).as("the checkpoint of the last step").exists();
    assertSameRun(
        undisturbed(stopped, recorded + 10),
        undisturbed(toy("other"), recorded + 10),
        recorded + 10);
  }
}
