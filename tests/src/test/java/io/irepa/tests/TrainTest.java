package io.irepa.tests;

import static io.irepa.tests.Failure.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training at toy size on the emoji images, as a user starts it. */
final class TrainTest {
  private static final Map<String, String> THIRTY_STEPS =
      Map.of(
          "train", "{steps: 30, batch: 8, checkpoint-every: 15, sample-every: 30, log-every: 1}",
          "backbone.depth", "2",
          "alignment.0.projector", "{type: conv}",
          "alignment.0.norm", "{type: spatial}",
          "ema", "{decays: [0.9], warmup: true}");

  @TempDir private Path folder;

  private Toy toy() {
    return new Toy(folder);
  }

  private Toy toy(String name) throws IOException {
    return new Toy(Files.createDirectories(folder.resolve(name)));
  }

  @Test
  void leavesWhatAUserLooksFor() throws IOException {
    Cli cli = toy().train(THIRTY_STEPS);
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    Path run = toy().run();
    assertThat(run.resolve("config.yaml")).exists();
    assertThat(run.resolve("samples/step-30.png")).exists();
    assertThat(run.resolve("report.html")).content().contains("<svg");
    assertThat(run.resolve("checkpoints/step-30/model.safetensors")).exists();
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(30);
    try (Stream<Path> files = Files.list(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.startsWith("events.out.tfevents"));
    }
    Cli sampled = Cli.run("sample", run.toString(), "--class", "2", "--count", "3", "--seed", "5");
    assertThat(sampled.exitCode()).as(sampled.err()).isZero();
    assertThat(run.resolve("samples/seed-5/grid.png")).exists();
  }

  @Test
  void theSameRunTwiceGivesTheSameBits() throws IOException {
    assertThat(toy("a").train(THIRTY_STEPS).exitCode()).isZero();
    assertThat(toy("b").train(THIRTY_STEPS).exitCode()).isZero();
    for (String file : List.of("model", "ema", "optimizer")) {
      String name = file + ".safetensors";
      assertThat(toy("a").checkpoint(30).resolve(name))
          .as(file)
          .hasSameBinaryContentAs(toy("b").checkpoint(30).resolve(name));
    }
  }

  @Test
  void trainsInBfloat16AndWithAccumulation() {
    Cli cli = toy().train(Map.of("precision", "bfloat16", "train.accumulate", "2"));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  @Test
  void shapesThatDoNotFitAreRefusedBeforeAnythingLoads() {
    Cli cli =
        toy()
            .train(
                Map.of(
                    "backbone.heads", "5",
                    "backbone.patch", "5",
                    "alignment.0.encoder.grid", "5",
                    "alignment.0.depth", "9"));
    assertFails(cli, 2, "5 heads", "patch side 5", "5x5", "deeper");
    assertThat(toy().run()).doesNotExist();
  }

  @Test
  void shippedConfigurationsAreFine() throws IOException {
    try (Stream<Path> files = Files.list(Repository.root().resolve("configs"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
        Cli cli = Cli.run("config", "check", file.toString(), "-s", "name=checked");
        assertThat(cli.exitCode()).as(file + "\n" + cli.err()).isZero();
      }
    }
  }
}
