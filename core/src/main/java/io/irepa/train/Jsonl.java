package io.irepa.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Tracker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pf4j.Extension;

/** {@code metrics.jsonl}: one JSON object a line, with the step and its scalars. */
@Extension
@Component(value = "jsonl", doc = "one JSON object for each recorded step, in metrics.jsonl")
public final class Jsonl implements Tracker {
  private static final ObjectMapper JSON = new ObjectMapper();
  private RecordFile file;

  /** Called by composition. */
  @Inject
  public Jsonl() {}

  @Override
  public void open(Path run) throws IOException {
    file = new RecordFile(run.resolve("metrics.jsonl"));
  }

  @Override
  public void scalars(long step, Map<String, Double> values) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step);
    // JSON has no NaN and no infinity.
    values.forEach(
        (name, value) -> line.put(name, Double.isFinite(value) ? value : String.valueOf(value)));
    file.append((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
