package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart with smaller batches, in a process of its own. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the system does not tell memory so")
final class SteadyRunTest {
  @TempDir private static Path runs;
  private static RunRecords records;

  @BeforeAll
  static void train() throws Exception {
    Launched launched =
        Launched.run(
            Map.of(),
            "train",
            "configs/quickstart.yaml",
            "--runs",
            runs.toString(),
            "-s",
            "train={steps: 300, batch: 8, checkpoint-every: 300, sample-every: 300, log-every: 10}",
            "-s",
            "sample={steps: 2, count: 8}");
    assertThat(launched.exitCode()).as(launched.output()).isZero();
    records = new RunRecords(runs.resolve("quickstart"));
  }

  /** What the JVM has not touched yet it touches early; what a step leaks it leaks to the end. */
  @Test
  void memoryIsFlat() {
    double early = records.statistics("resident-mib", 100, 160).getMax();
    assertThat(records.statistics("resident-mib", 240, 300).getMin())
        .as("fewest MiB of steps 240 to 300, with %.0f at most from 100 to 160", early)
        .isLessThan(1.02 * early);
  }

  @Test
  void openFilesAreFlat() {
    assertThat(records.statistics("open-files", 200, 300).getMin())
        .as("fewest open files of steps 200 to 300, with those of steps 20 to 100 as the bound")
        .isLessThanOrEqualTo(records.statistics("open-files", 20, 100).getMax());
  }

  @Test
  void theLossFalls() {
    assertThat(mean("loss.denoise", 200, 300))
        .as("mean loss at the end, against that at the start")
        .isLessThan(0.6 * mean("loss.denoise", 1, 20));
    assertThat(mean("loss.align", 200, 300))
        .as("mean alignment at the end, against that at the start")
        .isLessThan(mean("loss.align", 1, 20) - 0.03);
  }

  private static double mean(String name, int from, int to) {
    return records.statistics(name, from, to).getAverage();
  }
}
