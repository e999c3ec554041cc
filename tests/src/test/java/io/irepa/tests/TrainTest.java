package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training at toy size on the emoji images, as a user starts it. */
final class TrainTest {
  @TempDir private Path folder;
  private Path config;

  @BeforeEach
  void writeConfig() throws IOException {
    config = folder.resolve("toy.yaml");
    Files.writeString(
        config,
        """
        name: toy
        device: cpu
        data: {type: image-folder, path: '%s', resolution: 16}
        backbone: {type: sit, patch: 4, hidden: 32, depth: 2, heads: 2, channels: 3, input: 16, classes: 8}
        objective: {type: repa}
        alignment:
          - encoder: {type: hog, input: 32, grid: 4, size: 32, cell: 2, block: 2}
            depth: 1
            projector: {type: conv}
            norm: {type: spatial}
            weight: 0.5
        optimizer: {type: adamw, learning-rate: 2.0e-3}
        ema: {decays: [0.9], warmup: true}
        train: {steps: 30, batch: 8, checkpoint-every: 15, sample-every: 30, log-every: 1}
        sample: {steps: 4, count: 8}
        """
            .formatted(Repository.root().resolve("examples/data/emoji64.zip")));
  }

  private Cli train(String runs, String... overrides) {
    List<String> arguments =
        new ArrayList<>(
            List.of("train", config.toString(), "--runs", folder.resolve(runs).toString()));
    for (String override : overrides) {
      arguments.addAll(List.of("-s", override));
    }
    return Cli.run(arguments.toArray(String[]::new));
  }

  @Test
  void leavesWhatAUserLooksFor() throws IOException {
    Cli cli = train("a");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    Path run = folder.resolve("a/toy");
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
    assertThat(train("a").exitCode()).isZero();
    assertThat(train("b").exitCode()).isZero();
    for (String file : List.of("model", "ema", "optimizer")) {
      String path = "toy/checkpoints/step-30/" + file + ".safetensors";
      assertThat(
              Arrays.equals(
                  Files.readAllBytes(folder.resolve("a").resolve(path)),
                  Files.readAllBytes(folder.resolve("b").resolve(path))))
          .as(file)
          .isTrue();
    }
  }

  @Test
  void trainsInBfloat16AndWithAccumulation() {
    Cli cli = train("a", "precision=bfloat16", "train.accumulate=2", "train.steps=3");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  @Test
  void aRunFolderIsNotOverwritten() {
    assertThat(train("a", "train.steps=2").exitCode()).isZero();
    Cli again = train("a", "train.steps=2");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("earlier run").doesNotContain("\tat ");
  }

  @Test
  void everyProblemOfAConfigurationIsListedWithItsPlace() {
    Cli cli =
        train(
            "a",
            "backbone.heads=5",
            "optimizer.learning-rat=1",
            "objective.type=rapa",
            "train.batch=0");
    assertThat(cli.exitCode()).isEqualTo(2);
    assertThat(cli.err()).contains("learning-rate", "repa", "at least 1").doesNotContain("\tat ");
    assertThat(folder.resolve("a")).doesNotExist();
  }

  @Test
  void shapesThatDoNotFitAreRefusedBeforeAnythingLoads() {
    Cli cli = train("a", "backbone.heads=5", "alignment.0.encoder.grid=5", "alignment.0.depth=9");
    assertThat(cli.exitCode()).isEqualTo(2);
    assertThat(cli.err()).contains("heads", "5x5", "deeper");
  }

  @Test
  void aMissingDataFolderIsAProblemOfTheConfiguration() {
    Cli cli = train("a", "data.path=nowhere");
    assertThat(cli.exitCode()).isEqualTo(2);
    assertThat(cli.err()).contains("nowhere");
  }

  @Test
  void anInfiniteLossStopsTheRunAndNamesTerm() {
    Cli cli = train("a", "optimizer.learning-rate=1.0e30", "optimizer.clip=0");
    assertThat(cli.exitCode()).isEqualTo(1);
    assertThat(cli.err()).contains("at step").doesNotContain("\tat ");
  }

  @Test
  void aCorruptPluginJarIsNamed() throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    Files.writeString(plugins.resolve("broken.jar"), "not a jar");
    Cli cli = Cli.run("config", "check", config.toString(), "--plugins", plugins.toString());
    assertThat(cli.exitCode()).isEqualTo(2);
    assertThat(cli.err()).contains("broken.jar");
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
