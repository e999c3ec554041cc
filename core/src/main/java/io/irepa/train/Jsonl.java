package io.irepa.train;

import com.google.inject.Inject;
import io.irepa.StepLines;
import io.irepa.spi.Component;
import io.irepa.spi.Opening;
import io.irepa.spi.Tracker;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pf4j.Extension;

/** {@code metrics.jsonl}: one JSON object a line, with the step and its scalars. */
@Extension
@Component(value = "jsonl", doc = "one JSON object for each recorded step, in metrics.jsonl")
public final class Jsonl implements Tracker {
  private StepLines file;

  /** Called by composition. */
  @Inject
  public Jsonl() {}

  @Override
  public void open(Opening opening) throws IOException {
    file = StepLines.open(opening.run().resolve("metrics.jsonl"), opening.step());
  }

  @Override
  public void scalars(long step, Map<String, Double> values) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step);
    // JSON has no NaN and no infinity.
    values.forEach(
        (name, value) -> line.put(name, Double.isFinite(value) ? value : String.valueOf(value)));
    file.append(line);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
