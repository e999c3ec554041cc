package io.irepa.plugin.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.irepa.spi.Ending;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A run on the server. */
final class RemoteRun {
  /** What MLflow takes in a request, and as a parameter. */
  static final int MOST_METRICS = 1000;

  private static final int MOST_PARAMETERS = 100;
  private static final int LONGEST_KEY = 250;
  private static final int LONGEST_VALUE = 6000;

  private final Server server;
  private final String id;
  private final Optional<String> artifacts;
  private final Map<String, Long> sent = new HashMap<>();

  private RemoteRun(Server server, JsonNode run) {
    JsonNode info = run.path("info");
    this.server = server;
    this.id = info.path("run_id").asText();
    String uri = info.path("artifact_uri").asText();
    // Only the server's own store can be written through the server.
    this.artifacts =
        uri.startsWith("mlflow-artifacts:/") && !uri.startsWith("mlflow-artifacts://")
            ? Optional.of(uri.substring("mlflow-artifacts:/".length()))
            : Optional.empty();
    run.path("data")
        .path("metrics")
        .forEach(m -> sent.put(m.path("key").asText(), m.path("step").asLong()));
  }

  /** Begins a run in an experiment, which is made if it is not there. */
  static RemoteRun create(Server server, String experiment, String name) throws IOException {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("experiment_id", experimentId(server, experiment));
    run.put("run_name", name);
    run.put("start_time", System.currentTimeMillis());
    run.put("tags", List.of(Map.of("key", "mlflow.source.name", "value", "irepa")));
    return new RemoteRun(server, server.post("runs/create", run).path("run"));
  }

  private static String experimentId(Server server, String name) throws IOException {
    try {
      JsonNode experiment =
          server.get("experiments/get-by-name", "experiment_name", name).path("experiment");
      if (experiment.path("lifecycle_stage").asText().equals("deleted")) {
        throw new IOException(
            "the experiment '%s' is deleted there; restore it, or name another".formatted(name));
      }
      return experiment.path("experiment_id").asText();
    } catch (ServerException e) {
      if (!e.isCode("RESOURCE_DOES_NOT_EXIST")) {
        throw e;
      }
      return server.post("experiments/create", Map.of("name", name)).path("experiment_id").asText();
    }
  }

  /** A run that is there already, which goes on. */
  static RemoteRun resume(Server server, String id) throws IOException {
    RemoteRun run = new RemoteRun(server, server.get("runs/get", "run_id", id).path("run"));
    server.post("runs/update", Map.of("run_id", id, "status", "RUNNING"));
    return run;
  }

  String id() {
    return id;
  }

  boolean takesArtifacts() {
    return artifacts.isPresent();
  }

  /** Sends parameters that the run does not have; MLflow never changes one. */
  void parameters(Map<String, String> all) throws IOException {
    Set<String> known = new TreeSet<>();
    server
        .get("runs/get", "run_id", id)
        .path("run")
        .path("data")
        .path("params")
        .forEach(parameter -> known.add(parameter.path("key").asText()));
    List<Map<String, String>> some = new ArrayList<>();
    for (Map.Entry<String, String> entry : all.entrySet()) {
      String key = key(entry.getKey());
      if (!known.contains(key)) {
        String value = entry.getValue();
        String cut = value.substring(0, Math.min(LONGEST_VALUE, value.length()));
        some.add(Map.of("key", key, "value", cut));
      }
      if (some.size() == MOST_PARAMETERS) {
        server.post("runs/log-batch", Map.of("run_id", id, "params", some));
        some.clear();
      }
    }
    if (!some.isEmpty()) {
      server.post("runs/log-batch", Map.of("run_id", id, "params", some));
    }
  }

  /** A name that MLflow takes: letters, digits and {@code _-./ :}. */
  static String key(String name) {
    String key = name.replaceAll("[^\\w\\-./ :]", "_");
    return key.substring(0, Math.min(LONGEST_KEY, key.length()));
  }

  /**
   * Sends metrics, but not those of a step that the server has: it would have them twice.
   *
   * @param all at most {@link #MOST_METRICS}, in the order of steps
   */
  void metrics(List<Metric> all) throws IOException {
    List<Map<String, Object>> fresh = new ArrayList<>();
    for (Metric metric : all) {
      if (metric.step() > sent.getOrDefault(key(metric.name()), 0L)) {
        fresh.add(
            Map.of(
                "key", key(metric.name()),
                "value", metric.value(),
                "timestamp", metric.time(),
                "step", metric.step()));
      }
    }
    if (!fresh.isEmpty()) {
      server.post("runs/log-batch", Map.of("run_id", id, "metrics", fresh));
      all.forEach(metric -> sent.merge(key(metric.name()), metric.step(), Math::max));
    }
  }

  /** Uploads a file, where {@link #takesArtifacts}. */
  void artifact(String path, byte[] content) throws IOException {
    if (artifacts.isPresent()) {
      server.put(artifacts.get() + "/" + path, content);
    }
  }

  void ended(Ending ending) throws IOException {
    String status =
        switch (ending) {
          case FINISHED -> "FINISHED";
          case FAILED -> "FAILED";
          case STOPPED -> "KILLED";
        };
    server.post(
        "runs/update",
        Map.of("run_id", id, "status", status, "end_time", System.currentTimeMillis()));
  }
}
