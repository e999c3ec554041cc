package io.irepa.plugin.mlflow;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.IrepaException;
import io.irepa.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code mlflow/run.json}: which run on the server a run's folder belongs to, and how far into the
 * journal the server has its events.
 *
 * @param id of the run on the server
 * @param sent bytes of the journal
 */
record Link(String id, long sent) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The link of a folder; none if there is none yet. */
  static Optional<Link> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(file));
      if (!json.path("run-id").isTextual()) {
        throw damaged(file, null);
      }
      return Optional.of(new Link(json.path("run-id").asText(), json.path("sent").asLong()));
    } catch (JacksonException e) {
      throw damaged(file, e);
    }
  }

  private static IrepaException damaged(Path file, Throwable cause) {
    return new IrepaException(
        "%s does not name a run of MLflow. Remove it, and the run is recorded anew there."
            .formatted(file),
        cause);
  }

  void write(Path file, String uri) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uri", uri);
    json.put("run-id", id);
    json.put("sent", sent);
    WholeFile.write(file, JSON.writeValueAsString(json) + "\n");
  }
}
