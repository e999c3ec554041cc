package io.irepa.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;

/** A run's records, by step. */
final class RunRecords {
  private final Map<Integer, JsonNode> records = new TreeMap<>();

  /** Reads {@code metrics.jsonl} of a run. */
  RunRecords(Path run) throws IOException {
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      JsonNode record = json.readTree(line);
      records.put(record.get("step").asInt(), record);
    }
  }

  /** Over some steps: a file that is open for a moment, or a page for a while, is no leak. */
  DoubleSummaryStatistics statistics(String name, int from, int to) {
    return records.entrySet().stream()
        .filter(entry -> entry.getKey() >= from && entry.getKey() <= to)
        .mapToDouble(entry -> entry.getValue().get(name).asDouble())
        .summaryStatistics();
  }
}
