package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code irepa evaluate}, and evaluations in training, at toy size. */
final class EvaluateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FEATURES =
      "features: [{encoder: {type: hog, input: 32, grid: 4, size: 32}, real-images: 40}]";

  @TempDir private Path folder;

  @AfterEach
  void nothingStays() throws IOException {
    Failure.assertNothingHalfWritten(folder);
  }

  private static String section(String metrics, int count) {
    return "evaluate={metrics: [%s], count: %d, %s, hidden: {images: 6}}"
        .formatted(metrics, count, FEATURES);
  }

  private Cli evaluate(Toy toy, String... further) {
    return Cli.run(
        Stream.concat(Stream.of("evaluate", toy.run().toString()), Stream.of(further))
            .toArray(String[]::new));
  }

  private Toy trained() {
    Toy toy = new Toy(folder);
    Cli cli = toy.train(Map.of());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    return toy;
  }

  private static JsonNode numbers(Toy toy) throws IOException {
    try (Stream<Path> files = Files.list(toy.run().resolve("evaluation"))) {
      Path json = files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
      return JSON.readTree(Files.readString(json)).path("numbers");
    }
  }

  private static List<String> records(Toy toy) throws IOException {
    return Files.readAllLines(toy.run().resolve("metrics.jsonl"));
  }

  @Test
  void theRunsTrackersAreTold() throws IOException {
    Toy toy = trained();
    List<String> before = records(toy);

    Cli cli = evaluate(toy, "-s", section("frechet-distance", 10));

    assertThat(cli.exitCode()).as(cli.err()).isZero();
    List<String> after = records(toy);
    assertThat(after.subList(0, before.size())).as("records of training").isEqualTo(before);
    assertThat(after.subList(before.size(), after.size())).as("further records").hasSize(1);
    JsonNode last = JSON.readTree(after.get(before.size()));
    assertThat(last.path("evaluate.hog.frechet-distance"))
        .as("the recorded number in %s", last)
        .isEqualTo(numbers(toy).path("evaluate.hog.frechet-distance"));
    assertThat(last.path("step"))
        .as("step")
        .isEqualTo(JSON.readTree(before.get(before.size() - 1)).path("step"));
  }

  @Test
  void numbersOfOtherWeightsAreNoPartOfTheRunsCurves() throws IOException {
    Toy toy = trained();
    List<String> before = records(toy);

    Cli cli = evaluate(toy, "--ema", "none", "-s", section("frechet-distance", 10));

    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(records(toy)).as("records").isEqualTo(before);
  }

  @Test
  void measuresSamplesAndHiddenTokens() throws IOException {
    Toy toy = trained();

    Cli cli =
        evaluate(
            toy,
            "-s",
            section("frechet-distance, precision-recall, kid, {type: lds, far-distance: 3}", 10));

    assertThat(cli.exitCode()).as(cli.err()).isZero();
    List<String> names = new ArrayList<>();
    numbers(toy).fieldNames().forEachRemaining(names::add);
    assertThat(names)
        .as("numbers")
        .containsExactly(
            "evaluate.hog.frechet-distance",
            "evaluate.hog.precision-recall.precision",
            "evaluate.hog.precision-recall.recall",
            "evaluate.hog.kid",
            "evaluate.hog.kid.deviation",
            "evaluate.hidden.1.lds");
    assertThat(numbers(toy).path("evaluate.hog.frechet-distance").asDouble())
        .as("distance")
        .isPositive();
    assertThat(Files.readString(toy.run().resolve("report.html")))
        .as("report")
        .contains("<h2>Evaluations</h2>", "hog.frechet-distance");
  }

  /** Rows depend on their place alone, so fewer samples are the first of more. */
  @Test
  void repeatsItself() throws IOException {
    Toy toy = trained();
    evaluate(toy, "-s", section("frechet-distance", 10));
    JsonNode first = numbers(toy);
    evaluate(toy, "-s", section("frechet-distance", 10));

    assertThat(numbers(toy)).as("the second evaluation").isEqualTo(first);
  }

  @Test
  void trackersHearOfEvaluationsInTraining() throws IOException {
    Toy toy = new Toy(folder);
    Cli cli =
        toy.train(
            Map.of(
                "evaluate",
                "{metrics: [frechet-distance, {type: rmsc}], every: 3, count: 8, %s, hidden: {images: 4}}"
                    .formatted(FEATURES)));

    assertThat(cli.exitCode()).as(cli.err()).isZero();
    List<Integer> steps = new ArrayList<>();
    for (String line : Files.readAllLines(toy.run().resolve("metrics.jsonl"))) {
      JsonNode record = JSON.readTree(line);
      if (record.has("evaluate.hog.frechet-distance") && record.has("evaluate.hidden.1.rmsc")) {
        steps.add(record.path("step").asInt());
      }
    }
    assertThat(steps).as("every third step, and the last").containsExactly(3, 4);
  }

  /** A run is the same whether it is evaluated or not. */
  @Test
  void evaluationsChangeNoParameter() throws IOException {
    Toy plain = new Toy(Files.createDirectories(folder.resolve("plain")));
    Toy evaluated = new Toy(Files.createDirectories(folder.resolve("evaluated")));
    plain.train(Map.of());
    evaluated.train(
        Map.of(
            "evaluate",
            "{metrics: [frechet-distance, rmsc], every: 1, count: 8, %s, hidden: {images: 4}}"
                .formatted(FEATURES)));

    assertThat(Files.readAllBytes(evaluated.checkpoint(4).resolve("model.safetensors")))
        .as("parameters after four steps")
        .isEqualTo(Files.readAllBytes(plain.checkpoint(4).resolve("model.safetensors")));
  }

  @Test
  void aMetricWithoutFeaturesSaysWhatIsMissing() {
    Toy toy = trained();

    Failure.assertFails(
        evaluate(toy, "-s", "evaluate={metrics: [frechet-distance]}"),
        1,
        "frechet-distance",
        "evaluate.features");
  }

  @Test
  void aRunWithoutMetricsSaysHowToNameSome() {
    Failure.assertFails(evaluate(trained()), 2, "names no metrics", "frechet-distance");
  }

  @Test
  void aReferenceWithoutStatisticsSaysWhatItHas() throws IOException {
    Toy toy = trained();
    Path npz = folder.resolve("reference.npz");
    try (java.util.zip.ZipOutputStream zip =
        new java.util.zip.ZipOutputStream(Files.newOutputStream(npz))) {
      zip.putNextEntry(new java.util.zip.ZipEntry("arr_1.npy"));
      zip.closeEntry();
    }

    Cli cli =
        evaluate(
            toy,
            "-s",
            "evaluate={metrics: [frechet-distance], count: 4, features: [{encoder: {type: hog, input: 32, grid: 4, size: 32}, reference: '%s'}]}"
                .formatted(npz));

    Failure.assertFails(cli, 1, "no array mu", "arr_1");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are sent with kill")
  void goesOnAfterAKillWithTheSameNumbers() throws Exception {
    Toy toy = trained();
    String section = section("frechet-distance, kid", 400);
    Cli whole = evaluate(toy, "-s", section);
    assertThat(whole.exitCode()).as(whole.err()).isZero();
    JsonNode expected = numbers(toy);
    try (Stream<Path> files = Files.list(toy.run().resolve("evaluation"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }

    List<String> command = List.of("evaluate", toy.run().toString(), "-s", section);
    long bytes = 0;
    try (TrainingProcess process = TrainingProcess.start(folder, command)) {
      while (process.isAlive() && bytes < 4 + 120 * 32 * 4) {
        bytes = size(toy);
        Thread.sleep(2);
      }
      assertThat(process.isAlive()).as("alive in the middle: " + process.output()).isTrue();
      ProcessHandle.of(process.pid()).orElseThrow().destroyForcibly();
    }
    Cli cli = evaluate(toy, "-s", section);

    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.err()).as("what is done again").doesNotContain("samples: 40 of 400");
    assertThat(numbers(toy)).as("numbers after a kill").isEqualTo(expected);
  }

  /** Bytes of the samples' features so far. */
  private static long size(Toy toy) throws IOException {
    Path evaluation = toy.run().resolve("evaluation");
    if (!Files.isDirectory(evaluation)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(evaluation)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith("generated-")) {
          return Files.size(file);
        }
      }
    }
    return 0;
  }
}
