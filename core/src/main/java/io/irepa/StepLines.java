package io.irepa;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file of JSON objects, one a line, each with its {@code step}; steps do not fall. For trackers:
 * {@link #open} takes a killed run's file back to where the run goes on.
 *
 * @since 0.1
 */
public final class StepLines implements Closeable {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final RecordFile file;

  private StepLines(RecordFile file) {
    this.file = file;
  }

  /**
   * Opens a file to append to, and makes it if it is not there. It then ends with its last whole
   * line of a step up to {@code step}; the rest is cut off, in one call of the operating system.
   *
   * @param file in a folder that exists
   * @param step steps that count
   * @return to be closed
   * @throws IOException if it cannot be read or written
   */
  public static StepLines open(Path file, long step) throws IOException {
    if (Files.exists(file)) {
      long end = end(file, step);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        if (end < channel.size()) {
          channel.truncate(end);
        }
      }
    }
    return new StepLines(new RecordFile(file));
  }

  /** Where the last whole line up to a step ends, before the first line beyond it. */
  private static long end(Path file, long step) throws IOException {
    long good = 0;
    long position = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (Optional<byte[]> line = line(in); line.isPresent(); line = line(in)) {
        position += line.get().length + 1;
        OptionalLong at = step(line.get());
        if (at.isPresent() && at.getAsLong() > step) {
          break;
        }
        if (at.isPresent()) {
          good = position;
        }
      }
    }
    return good;
  }

  /** The next line without its end; none if the file ends before the line does. */
  private static Optional<byte[]> line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next == '\n') {
        return Optional.of(line.toByteArray());
      }
      line.write(next);
    }
    return Optional.empty();
  }

  private static OptionalLong step(byte[] line) throws IOException {
    try {
      JsonNode step = JSON.readTree(line).path("step");
      return step.isIntegralNumber() ? OptionalLong.of(step.asLong()) : OptionalLong.empty();
    } catch (JacksonException e) {
      return OptionalLong.empty(); // Torn by a kill, or by a machine that lost its power.
    }
  }

  /**
   * Appends a line.
   *
   * @param object whose {@code step} is at least that of the line before
   * @throws IOException if it cannot be written; the file is then as before
   */
  public void append(Map<String, ?> object) throws IOException {
    file.append((JSON.writeValueAsString(object) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
