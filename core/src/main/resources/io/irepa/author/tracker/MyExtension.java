package org.example.extension;

import com.google.inject.Inject;
import io.irepa.RecordFile;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Opening;
import io.irepa.spi.Tracker;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.pf4j.Extension;

/**
 * A CSV file in the run's folder, a line a number: {@code step,name,value}. A run that goes on from a
 * checkpoint cuts off what an earlier process wrote beyond it.
 */
@Extension
@Component(value = "my-extension", doc = "a line step,name,value for each number, in a CSV file")
public final class MyExtension implements Tracker {
  private static final String HEADER = "step,name,value\n";

  private final Config config;
  private RecordFile file;

  /**
   * The keys.
   *
   * @param file its name
   */
  public record Config(
      @Doc("name of the file in the run's folder") @Default("metrics.csv") String file) {}

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public MyExtension(Config config) {
    this.config = config;
  }

  @Override
  public void open(Opening opening) throws IOException {
    Path path = opening.run().resolve(config.file());
    if (Files.exists(path)) {
      cut(path, opening.step());
    }
    file = new RecordFile(path);
    if (Files.size(path) == 0) {
      file.append(HEADER.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Keeps the header and whole lines of steps up to one: the rest was done after the checkpoint. */
  private static void cut(Path path, long step) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    int end = 0;
    for (int start = 0, i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        String line = new String(bytes, start, i - start, StandardCharsets.UTF_8);
        if (start > 0 && Long.parseLong(line.substring(0, line.indexOf(','))) > step) {
          break;
        }
        end = i + 1;
        start = end;
      }
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(end);
    }
  }

  @Override
  public void scalars(long step, Map<String, Double> values) throws IOException {
    StringBuilder lines = new StringBuilder();
    new TreeMap<>(values)
        .forEach(
            (name, value) ->
                lines.append(step).append(',').append(name).append(',').append(value).append('\n'));
    // In one piece: a kill leaves all of a step's lines, or none.
    file.append(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
