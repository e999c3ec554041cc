package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code irepa report}. */
final class ReportTest {
  @TempDir private Path folder;

  private Path run(String name) throws IOException {
    Path run = Files.createDirectories(folder.resolve(name));
    Files.writeString(run.resolve("config.yaml"), "name: " + name + "\n");
    Files.writeString(run.resolve("metrics.jsonl"), "{\"step\":1,\"loss.total\":0.5}\n");
    return run;
  }

  @Test
  void overlaysTrainedRuns() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("report"));
    for (String rate : List.of("1.0e-3", "2.0e-3")) {
      Toy toy = new Toy(Files.createDirectories(folder.resolve(rate)));
      Cli cli = toy.train(Map.of("optimizer.learning-rate", rate));
      assertThat(cli.exitCode()).as(cli.err()).isZero();
      arguments.add(toy.run().toString());
    }
    Path page = folder.resolve("both.html");
    arguments.addAll(List.of("-o", page.toString()));
    Cli cli = Cli.run(arguments.toArray(String[]::new));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(page)
        .content()
        .as("page")
        .contains("loss.denoise", "images-per-second", "<code>optimizer.learning-rate</code>")
        .contains("1.0e-3/runs/toy", "2.0e-3/runs/toy", "data:image/png");
  }

  @Test
  void oneRunGetsItsPageAnew() throws IOException {
    Path run = run("a");
    Cli cli = Cli.run("report", run.toString());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(run.resolve("report.html")).content().as("page").contains("loss.total");
  }

  @Test
  void aFolderThatIsNoRunIsNamed() throws IOException {
    Failure.assertFails(
        Cli.run("report", run("a").toString(), folder.toString()),
        2,
        folder.toString(),
        "config.yaml");
  }

  @Test
  void aRunWithoutMetricsIsNamed() throws IOException {
    Path run = run("a");
    Files.delete(run.resolve("metrics.jsonl"));
    Failure.assertFails(Cli.run("report", run.toString()), 1, run.toString(), "no metrics");
    assertThat(run.resolve("report.html")).as("page").doesNotExist();
  }

  @Test
  void wrongNumbersOfRunsAreUsage() throws IOException {
    Failure.assertFails(Cli.run("report"), 2, "RUN");
    String run = run("a").toString();
    Failure.assertFails(Cli.run("report", run, run + "/."), 2, "twice");
    List<String> nine = new ArrayList<>(List.of("report"));
    for (int i = 0; i < 9; i++) {
      nine.add(run("run-" + i).toString());
    }
    Failure.assertFails(Cli.run(nine.toArray(String[]::new)), 2, "at most 8", "9");
  }

  @Test
  void aPageThatCannotBeWrittenIsNamed() throws IOException {
    Failure.assertFails(
        Cli.run("report", run("a").toString(), "-o", folder + "/nowhere/page.html"),
        1,
        "nowhere/page.html",
        "cannot be written");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
  void loadsNoTensors() throws Exception {
    Launched launched =
        Launched.run(Map.of("IREPA_JAVA_OPTS", "-Xlog:class+load"), "report", run("a").toString());
    assertThat(launched.exitCode()).as(launched.output()).isZero();
    assertThat(launched.output())
        .as("classes loaded")
        .contains("io.irepa.report.Report")
        .doesNotContain("ai.djl.pytorch.jni.LibUtils", "ai.djl.engine.Engine ");
  }
}
