package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A study of two recipes and two seeds that is killed, goes on, and is looked at. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are sent with kill")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StudyTest {
  private static final String STUDY =
      """
      name: toy-study
      base:
        device: cpu
        data: {type: image-folder, path: '%1$s', resolution: 16, flip: false}
        backbone: {type: sit, patch: 4, hidden: 16, depth: 1, heads: 2, channels: 3, input: 16, classes: 8}
        objective: {type: repa}
        alignment:
          - encoder: {type: hog, input: 32, grid: 4, size: 32, cell: 2, block: 2}
            depth: 1
            cache: {path: '%2$s'}
        ema: {decays: [0.9], warmup: true}
        train: {steps: 120, batch: 4, checkpoint-every: 10, keep: 1, sample-every: 1000, log-every: 10}
        sample: {steps: 2, count: 8}
        evaluate:
          metrics: [frechet-distance]
          every: 60
          count: 16
          features: [{encoder: {type: hog, input: 32, grid: 4, size: 32, cell: 2, block: 2}, real-images: 40}]
      grid:
        seed: [0, 1]
        recipe:
          repa: {alignment.0.projector: {type: mlp, width: 16}}
          irepa: {alignment.0.projector: conv, alignment.0.norm: spatial}
      baseline: false
      quality: {curve: evaluate.hog.frechet-distance, references: [{recipe: repa}]}
      spatial: {images: 8, metrics: [{type: lds, far-distance: 3}, rmsc]}
      probe: {images: 100}
      parallel: 2
      """;

  @TempDir private static Path folder;
  private static Path file;
  private static Path study;
  private static List<ProcessHandle> orphans;
  private static FileTime early;
  private static Cli resumed;

  @TempDir private Path profile;

  private static List<String> arguments(String... further) {
    List<String> arguments =
        new ArrayList<>(
            List.of("study", file.toString(), "--runs", folder.resolve("runs").toString()));
    arguments.addAll(List.of(further));
    return arguments;
  }

  private static Cli cli(String... further) {
    return Cli.run(arguments(further).toArray(String[]::new));
  }

  private static Path checkpoint(String run, long step) {
    return study.resolve("runs").resolve(run).resolve("checkpoints/step-" + step);
  }

  @BeforeAll
  static void killAndGoOn() throws Exception {
    file =
        Files.writeString(
            folder.resolve("study.yaml"),
            STUDY.formatted(
                Repository.root().resolve("examples/data/emoji64.zip"), folder.resolve("caches")));
    study = folder.resolve("runs/toy-study");
    try (TrainingProcess process = TrainingProcess.start(folder, arguments())) {
      assertThat(process.awaits(study.resolve("status/seed-1_repa.json")))
          .as(process.output())
          .isTrue();
      orphans = ProcessHandle.of(process.pid()).orElseThrow().descendants().toList();
      process.kill();
    }
    for (ProcessHandle one : orphans) {
      one.onExit().get(60, TimeUnit.SECONDS);
    }
    early = Files.getLastModifiedTime(checkpoint("seed-0_repa", 120));
    try (TrainingProcess process = TrainingProcess.start(folder, arguments())) {
      resumed = process.end();
    }
  }

  @Test
  @Order(1)
  void itsProcessesEndWithIt() {
    assertThat(orphans).as("processes at the kill").isNotEmpty();
    assertThat(orphans).as("after it").noneMatch(ProcessHandle::isAlive);
  }

  @Test
  @Order(1)
  void theSameCommandGoesOn() throws Exception {
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(resumed.err()).as("lines").containsPattern("[1-3] of 4 runs are done already");
    assertThat(Files.getLastModifiedTime(checkpoint("seed-0_repa", 120)))
        .as("a finished run stays as it is")
        .isEqualTo(early);
    for (String run : List.of("seed-0_repa", "seed-0_irepa", "seed-1_repa", "seed-1_irepa")) {
      assertThat(checkpoint(run, 120)).as(run).exists();
    }
    Failure.assertNothingHalfWritten(folder);
  }

  @Test
  @Order(1)
  void theResultsCanBeAsked() {
    Cli asked =
        cli(
            "--query",
            "select recipe, count(*), count(final_quality), min(status) from runs group by 1 order by 1");
    assertThat(asked.out().lines().skip(1))
        .as("runs by recipe; " + asked.err())
        .containsExactly("irepa\t2\t2\tfinished", "repa\t2\t2\tfinished");
    assertThat(
            cli(
                    "--query",
                    "select count(*) from curves where name = 'evaluate.hog.frechet-distance'")
                .out())
        .as("two evaluations a run")
        .contains("8");
    assertThat(cli("--query", "select encoder, lds, rmsc, probe from encoders").out())
        .as("encoders")
        .containsPattern("hog\t0\\.[0-9]+\t0\\.[0-9]+\t0\\.[0-9]+");
  }

  @Test
  @Order(1)
  void anotherConfigurationIsRefused() {
    Cli cli = cli("-s", "base.train.batch=8");
    assertThat(cli.exitCode()).as("exit code").isEqualTo(2);
    assertThat(cli.err())
        .as("message")
        .contains("4 runs in", "train.batch: 4 -> 8", "give the study another name");
  }

  @Test
  @Order(1)
  void aBrowserShowsTheNumbersAndSorts() throws Exception {
    Browser browser = Browser.installed();
    String page = Files.readString(study.resolve("study.html"));
    Path copy =
        Files.writeString(
            profile.resolve("page.html"),
            page.replace(
                "</body>",
                "<script>document.querySelectorAll('#runs th')[4].click();"
                    + "document.title = document.querySelectorAll('.charts svg polyline').length"
                    + " + ' ' + document.querySelector('.charts svg').getBoundingClientRect().height;</script></body>"));
    String shown = browser.elements(copy, profile.resolve("browser"));
    assertThat(shown).as("a line a recipe, drawn").containsPattern("<title>2 [1-9][0-9]+");
    List<Double> column =
        Pattern.compile("<td>finished</td><td>[0-9]+</td><td>[0-9]+</td><td>([0-9.]+)")
            .matcher(shown)
            .results()
            .map(found -> Double.valueOf(found.group(1)))
            .toList();
    assertThat(column)
        .as("quality of all runs")
        .hasSize(4)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder());
    assertThat(shown)
        .as("no other file, no network")
        .doesNotContainPattern("(src|href)=\"(?!data)");
  }

  @Test
  @Order(1)
  void theMarkdownFileHasItsCharts() throws IOException {
    String text = Files.readString(study.resolve("study.md"));
    Pattern.compile("\\]\\((charts/[^)]+)\\)")
        .matcher(text)
        .results()
        .forEach(found -> assertThat(study.resolve(found.group(1))).as("chart").isNotEmptyFile());
    assertThat(text).as("text").contains("| hog irepa |", "speed over repa", "![curves-hog]");
  }

  @Test
  @Order(2)
  void aRunThatFailsStopsNoOther() throws Exception {
    Files.delete(study.resolve("status/seed-1_irepa.json"));
    Path metrics = study.resolve("runs/seed-0_irepa/checkpoints/step-120/model.safetensors");
    Files.delete(study.resolve("status/seed-0_irepa.json"));
    Files.writeString(metrics, "damaged");
    Cli cli = cli();
    assertThat(cli.exitCode()).as(cli.err()).isEqualTo(1);
    assertThat(cli.out())
        .as("output")
        .contains("Failed (1):", "seed-0_irepa: ", "seed-0_irepa.log");
    assertThat(cli.err()).as("lines").contains("seed-1_irepa: done in");
    try (Stream<Path> files = Files.list(study.resolve("runs"))) {
      assertThat(files).as("run folders").hasSize(4);
    }
  }
}
