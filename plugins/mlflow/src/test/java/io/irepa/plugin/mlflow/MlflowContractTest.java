package io.irepa.plugin.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.irepa.spi.Tracker;
import io.irepa.testkit.TrackerContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class MlflowContractTest extends TrackerContract {
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected Tracker tracker() {
    return new Mlflow(
        new Mlflow.Config(server.uri(), "contract", 10), Map.of(), Duration.ofMillis(5));
  }

  @Override
  protected List<String> records(Path run) throws IOException {
    String id = Link.read(run.resolve("mlflow/run.json")).orElseThrow().id();
    TreeMap<Long, String> records = new TreeMap<>();
    for (JsonNode metric : server.runs().get(id).metrics) {
      records.merge(metric.path("step").asLong(), metric.toString(), String::concat);
    }
    for (String path : server.artifacts().keySet()) {
      if (path.contains(id) && path.endsWith(".png")) {
        records.merge(Long.parseLong(path.replaceAll(".*step-|\\.png", "")), path, String::concat);
      }
    }
    // The time of day and the run's id differ.
    return records.values().stream()
        .map(record -> record.replaceAll("\"timestamp\":[0-9]+", "").replace(id, ""))
        .toList();
  }
}
