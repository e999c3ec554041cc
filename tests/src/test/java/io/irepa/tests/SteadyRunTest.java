package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart with smaller batches, in a process of its own. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere the system does not tell memory so")
final class SteadyRunTest {
  @TempDir private static Path runs;
  private static final Map<Integer, JsonNode> RECORDS = new TreeMap<>();

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
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(runs.resolve("quickstart/metrics.jsonl"))) {
      JsonNode record = json.readTree(line);
      RECORDS.put(record.get("step").asInt(), record);
    }
  }

  /** What the JVM has not touched yet it touches early; what a step leaks it leaks to the end. */
  @Test
  void memoryIsFlat() {
    double early = statistics("resident-mib", 100, 160).getMax();
    assertThat(statistics("resident-mib", 240, 300).getMin())
        .as("fewest MiB of steps 240 to 300, with %.0f at most from 100 to 160", early)
        .isLessThan(1.02 * early);
  }

  @Test
  void openFilesAreFlat() {
    assertThat(statistics("open-files", 200, 300).getMin())
        .as("fewest open files of steps 200 to 300, with those of steps 20 to 100 as the bound")
        .isLessThanOrEqualTo(statistics("open-files", 20, 100).getMax());
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

  /** Over some steps: a file that is open for a moment, or a page for a while, is no leak. */
  private static DoubleSummaryStatistics statistics(String name, int from, int to) {
    return RECORDS.entrySet().stream()
        .filter(entry -> entry.getKey() >= from && entry.getKey() <= to)
        .mapToDouble(entry -> entry.getValue().get(name).asDouble())
        .summaryStatistics();
  }

  private static double mean(String name, int from, int to) {
    return statistics(name, from, to).getAverage();
  }
}
