package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.spi.Opening;
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

  @Override
  protected List<String> records(Path of) throws IOException {
    return Files.readAllLines(of.resolve("metrics.jsonl"));
  }

  private void open(Tracker tracker, long step) throws IOException {
    tracker.open(new Opening(run, "test", step, "name: test\n", warning -> {}));
  }

  @Test
  void cutsALineThatAKillHasTorn() throws IOException {
    Files.writeString(run.resolve("metrics.jsonl"), "{\"step\":1,\"x\":1}\n{\"step\":2,\"x");
    try (Tracker tracker = tracker()) {
      open(tracker, 1);
      tracker.scalars(2, Map.of("x", 2.0));
    }
    assertThat(records(run))
        .as("lines")
        .containsExactly("{\"step\":1,\"x\":1}", "{\"step\":2,\"x\":2.0}");
  }

  @Test
  void cutsATornLineThatIsAStepOfItsOwn() throws IOException {
    // {"step":12,… torn within the number, and without its end.
    Files.writeString(run.resolve("metrics.jsonl"), "{\"step\":1,\"x\":1}\n{\"step\":1");
    try (Tracker tracker = tracker()) {
      open(tracker, 20);
    }
    assertThat(records(run)).as("lines").containsExactly("{\"step\":1,\"x\":1}");
  }

  @Test
  void keepsLinesBeyondADamagedOne() throws IOException {
    String text = "{\"step\":1}\n\0\0\0\n{\"step\":2}\n";
    Files.writeString(run.resolve("metrics.jsonl"), text);
    try (Tracker tracker = tracker()) {
      open(tracker, 2);
    }
    assertThat(run.resolve("metrics.jsonl")).as("metrics").hasContent(text);
  }

  @Test
  void writesAnObjectALine() throws IOException {
    try (Tracker tracker = tracker()) {
      open(tracker, 0);
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
