package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.spi.Tracker;
import io.irepa.testkit.TrackerContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JsonlTest extends TrackerContract {
  @TempDir private Path run;

  @Override
  protected Tracker tracker() {
    return new Jsonl();
  }

  @Test
  void writesAnObjectALine() throws IOException {
    try (Tracker tracker = tracker()) {
      tracker.open(run);
      tracker.scalars(1, Map.of("loss.total", 0.1));
      tracker.scalars(2, Map.of("loss.total", Double.NaN));
    }
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    assertThat(lines).as("lines").hasSize(2);
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.get("step").asLong()).as("step").isEqualTo(1);
    assertThat(first.get("loss.total").asDouble()).as("loss").isEqualTo(0.1);
    JsonNode second = new ObjectMapper().readTree(lines.get(1));
    assertThat(second.get("loss.total").asText()).as("a loss that is no number").isEqualTo("NaN");
  }
}
