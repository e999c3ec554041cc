package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IntSummaryStatistics;
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

  @Test
  void memoryIsFlat() throws IOException {
    double early = RECORDS.get(50).get("resident-mib").asDouble();
    double late = RECORDS.get(300).get("resident-mib").asDouble();
    assertThat(late).as("MiB at step 300, with %.0f at step 50", early).isLessThan(1.03 * early);
  }

  @Test
  void openFilesAreFlat() {
    assertThat(openFiles(200, 300).getMin())
        .as("fewest open files of steps 200 to 300, with those of steps 20 to 100 as the bound")
        .isLessThanOrEqualTo(openFiles(20, 100).getMax());
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

  /** A file that is open for a moment, as the machine itself opens some, is no leak. */
  private static IntSummaryStatistics openFiles(int from, int to) {
    return RECORDS.entrySet().stream()
        .filter(entry -> entry.getKey() >= from && entry.getKey() <= to)
        .mapToInt(entry -> entry.getValue().get("open-files").asInt())
        .summaryStatistics();
  }

  private static double mean(String name, int from, int to) {
    return RECORDS.entrySet().stream()
        .filter(entry -> entry.getKey() >= from && entry.getKey() <= to)
        .mapToDouble(entry -> entry.getValue().get(name).asDouble())
        .average()
        .orElseThrow();
  }
}
