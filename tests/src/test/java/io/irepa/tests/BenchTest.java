package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchTest {
  @TempDir private Path folder;

  private Cli bench(int steps, String... further) {
    String config = new Toy(folder).config().toString();
    List<String> arguments =
        new ArrayList<>(List.of("bench", config, "--steps", "" + steps, "--warmup", "1"));
    arguments.addAll(List.of(further));
    return Cli.run(arguments.toArray(String[]::new));
  }

  @Test
  void printsItsFiguresAsOneLineOfJson() throws Exception {
    Cli done = bench(3, "--json");

    assertThat(done.exitCode()).as("exit code; errors: %s", done.err()).isZero();
    JsonNode figures = new ObjectMapper().readTree(done.out());
    assertThat(done.out().strip().lines().count()).as("lines").isEqualTo(1);
    for (String key :
        new String[] {
          "images_per_second",
          "ms_per_step",
          "first_step_seconds",
          "gflops",
          "gflops_of_a_bare_gemm",
          "threads",
          "batch"
        }) {
      assertThat(figures.path(key).asDouble()).as(key).isPositive();
    }
    assertThat(figures.path("precision").asText()).as("precision").isEqualTo("float32");
    assertThat(figures.path("name").asText()).as("name").isEqualTo("toy");
    assertThat(figures.path("images_per_second").asDouble())
        .as("images a second, by the median step")
        .isCloseTo(4e3 / figures.path("ms_per_step").asDouble(), withPercentage(1));
  }

  @Test
  void namesWhereTheTimeGoes() {
    Cli done = bench(3, "--profile", "-s", "precision=bfloat16");

    assertThat(done.exitCode()).as("exit code; errors: %s", done.err()).isZero();
    assertThat(done.out())
        .as("the phases of a step, and its operators")
        .contains("backbone, forward", "backward", "clip", "optimizer", "averages (EMA)")
        .contains("sit_block.ts.py", "adamw.ts.py", "aten::addmm");
  }

  @Test
  void tellsTheShareOfTimeSpentWaitingForTheConfigurationsData() throws Exception {
    Cli done = bench(3, "--data", "--json");

    assertThat(done.exitCode()).as("exit code; errors: %s", done.err()).isZero();
    assertThat(new ObjectMapper().readTree(done.out()).path("data_wait_percent").asDouble(-1))
        .as("percent of the time")
        .isBetween(0.0, 100.0);
  }

  @Test
  void writesNothing() throws Exception {
    bench(3, "--json");

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("files beside the configuration")
          .containsExactly("toy.yaml");
    }
  }

  @Test
  void refusesToTimeNoStep() {
    Cli done = bench(0);

    assertThat(done.exitCode()).as("exit code").isEqualTo(2);
    assertThat(done.err()).as("errors").contains("--steps is 0");
  }
}
