package io.irepa.plugin.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.StepLines;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code mlflow/journal.jsonl}: every event, in the order of steps. The training thread appends and
 * the sender reads, so a server that is away costs disk and no memory, and what a killed process
 * has not sent is still there.
 */
final class Journal implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final StepLines lines;

  /** Opens the journal up to a step; what is beyond is cut off. */
  Journal(Path file, long step) throws IOException {
    this.file = file;
    this.lines = StepLines.open(file, step);
  }

  /** Events to send together: metrics, or one picture. */
  record Batch(List<Metric> metrics, Optional<Picture> picture, long end) {}

  /** A picture of a step. */
  record Picture(long step, String name, Path file) {}

  void scalars(long step, Map<String, Double> values) throws IOException {
    Map<String, Object> metrics = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> metrics.put(name, Double.isFinite(value) ? value : String.valueOf(value)));
    append(step, Map.of("metrics", metrics));
  }

  void picture(long step, String name, Path png) throws IOException {
    append(step, Map.of("picture", name, "file", png.toAbsolutePath().toString()));
  }

  private void append(long step, Map<String, Object> event) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step);
    line.put("time", System.currentTimeMillis());
    line.putAll(event);
    lines.append(line);
  }

  long size() throws IOException {
    return Files.size(file);
  }

  /**
   * The events after a place.
   *
   * @param start in bytes, where a line begins
   * @param most metrics
   * @return whose end is {@code start} if there is no whole line
   */
  Batch read(long start, int most) throws IOException {
    List<Metric> metrics = new ArrayList<>();
    long end = start;
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(start);
      byte[] chunk = new byte[(int) Math.min(1 << 20, Math.max(0, in.length() - start))];
      in.readFully(chunk);
      int from = 0;
      for (int i = 0; i < chunk.length; i++) {
        if (chunk[i] != '\n') {
          continue;
        }
        JsonNode line = JSON.readTree(new String(chunk, from, i - from, StandardCharsets.UTF_8));
        if (line.has("picture")) {
          if (!metrics.isEmpty()) {
            break;
          }
          Picture picture =
              new Picture(
                  line.path("step").asLong(),
                  line.path("picture").asText(),
                  Path.of(line.path("file").asText()));
          return new Batch(List.of(), Optional.of(picture), start + i + 1);
        }
        if (!metrics.isEmpty() && metrics.size() + line.path("metrics").size() > most) {
          break;
        }
        add(line, metrics);
        from = i + 1;
        end = start + from;
      }
    }
    return new Batch(metrics, Optional.empty(), end);
  }

  private static void add(JsonNode line, List<Metric> metrics) {
    long step = line.path("step").asLong();
    long time = line.path("time").asLong();
    line.path("metrics")
        .properties()
        .forEach(
            metric -> {
              JsonNode value = metric.getValue();
              Object plain = value.isNumber() ? (Object) value.asDouble() : value.asText();
              metrics.add(new Metric(metric.getKey(), step, plain, time));
            });
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
