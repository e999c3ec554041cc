package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A jar that was built against version 1.0.0 of the interfaces, with an extension of each kind. It
 * is never built anew (see docs/compatibility.md): every later version must run it.
 */
final class KeptPluginTest {
  @TempDir private Path folder;

  @Test
  void aPluginOfTheFirstReleaseTrainsAndIsDrawnFrom() throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    try (InputStream in = getClass().getResourceAsStream("kept-1.0.0.jar")) {
      Files.copy(in, plugins.resolve("kept-1.0.0.jar"));
    }
    Path config = Files.writeString(folder.resolve("kept.yaml"), AllKinds.run("kept"));
    Cli trained =
        Cli.run(
            "--plugins",
            plugins.toString(),
            "train",
            config.toString(),
            "--runs",
            folder + "/runs");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    Path run = folder.resolve("runs/all");
    List<String> records = Files.readAllLines(run.resolve("metrics.jsonl"));
    assertThat(records)
        .as("records of steps")
        .filteredOn(line -> line.contains("loss.flow") && line.contains("loss.align.0"))
        .hasSize(4);
    assertThat(run.resolve("metrics.csv")).as("its tracker's file").isNotEmptyFile();
    Cli drawn =
        Cli.run(
            "--plugins", plugins.toString(), "sample", run.toString(), "--out", folder + "/out");
    assertThat(drawn.exitCode()).as(drawn.err()).isZero();
    assertThat(folder.resolve("out/grid.png")).as("samples").isNotEmptyFile();
  }
}
