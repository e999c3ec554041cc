package io.irepa.study;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What became of a process's work, as far as the study has seen it.
 *
 * @param state of it
 * @param seconds that its processes took, all together
 * @param exitCode of the last one; -1 if there was none
 */
record Status(State state, double seconds, int exitCode) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How far it is. */
  enum State {
    /** Not begun. */
    WAITING,
    /** Its process runs, or ended with the study's. */
    STARTED,
    /** Stopped before its end, on request. */
    STOPPED,
    /** Its process ended with an error. */
    FAILED,
    /** All is done. */
    FINISHED
  }

  /** As written; waiting if there is nothing. */
  static Status read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new Status(State.WAITING, 0, -1);
    }
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      return new Status(
          State.valueOf(json.path("state").asText()),
          json.path("seconds").asDouble(),
          json.path("exit-code").asInt());
    } catch (JacksonException | IllegalArgumentException e) {
      return new Status(State.WAITING, 0, -1); // The run's folder tells what is done already.
    }
  }

  void write(Path file) throws IOException {
    WholeFile.write(
        file,
        JSON.writeValueAsString(
            JSON.createObjectNode()
                .put("state", state.name())
                .put("seconds", seconds)
                .put("exit-code", exitCode)));
  }

  boolean isFinished() {
    return state == State.FINISHED;
  }
}
