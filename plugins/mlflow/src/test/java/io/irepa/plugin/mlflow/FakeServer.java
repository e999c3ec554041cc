package io.irepa.plugin.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A local server that answers as MLflow does (RealMlflowTest compares the two by the same tracker),
 * and fails when it is told to.
 */
final class FakeServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer http;
  private final List<String> requests = new ArrayList<>();
  private final List<String> authorizations = new ArrayList<>();
  private final Map<String, Run> runs = new LinkedHashMap<>();
  private final Map<String, byte[]> artifacts = new TreeMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private int status = 503;
  private String artifactRoot = "mlflow-artifacts:/1/";

  /** A run as the server has it. */
  static final class Run {
    final List<JsonNode> metrics = new ArrayList<>();
    final Map<String, String> params = new TreeMap<>();
    String status = "RUNNING";
    String name = "";
  }

  FakeServer() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", this::answer);
    http.start();
  }

  String uri() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /** So many requests from now on are answered with a status. */
  synchronized void fail(int count, int with) {
    status = with;
    failures.set(count);
  }

  synchronized void keepArtifactsElsewhere() {
    artifactRoot = "s3://bucket/";
  }

  synchronized int waitingFailures() {
    return failures.get();
  }

  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  synchronized List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  synchronized Map<String, Run> runs() {
    return runs;
  }

  synchronized Map<String, byte[]> artifacts() {
    return Map.copyOf(artifacts);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      requests.add(exchange.getRequestMethod() + " " + path);
      Answer answer;
      if (failures.get() > 0) {
        failures.decrementAndGet();
        answer = new Answer(status, error("FAILED", "told to fail"));
      } else {
        answer = path.contains("/mlflow-artifacts/") ? store(path, body) : call(exchange, body);
      }
      byte[] bytes = JSON.writeValueAsBytes(answer.body());
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private record Answer(int status, Object body) {}

  private static Map<String, String> error(String code, String message) {
    return Map.of("error_code", code, "message", message);
  }

  private Answer store(String path, byte[] body) {
    artifacts.put(path.substring(path.indexOf("/artifacts/") + "/artifacts/".length()), body);
    return new Answer(200, Map.of());
  }

  private Answer call(HttpExchange exchange, byte[] body) throws IOException {
    String method = exchange.getRequestURI().getPath().replace("/api/2.0/mlflow/", "");
    JsonNode json = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    switch (method) {
      case "experiments/get-by-name" -> {
        return new Answer(404, error("RESOURCE_DOES_NOT_EXIST", "no such experiment"));
      }
      case "experiments/create" -> {
        return new Answer(200, Map.of("experiment_id", "1"));
      }
      case "runs/create" -> {
        String id = "run-" + runs.size();
        runs.put(id, new Run());
        runs.get(id).name = json.path("run_name").asText();
        return new Answer(200, Map.of("run", described(id)));
      }
      default -> {
        String query = exchange.getRequestURI().getRawQuery();
        String id =
            query == null
                ? json.path("run_id").asText()
                : URLDecoder.decode(query.replace("run_id=", ""), StandardCharsets.UTF_8);
        return runs.containsKey(id)
            ? of(method, id, json)
            : new Answer(404, error("RESOURCE_DOES_NOT_EXIST", "no such run"));
      }
    }
  }

  private Answer of(String method, String id, JsonNode json) {
    Run run = runs.get(id);
    switch (method) {
      case "runs/get" -> {
        return new Answer(200, Map.of("run", described(id)));
      }
      case "runs/log-batch" -> {
        json.path("metrics").forEach(run.metrics::add);
        json.path("params")
            .forEach(p -> run.params.put(p.path("key").asText(), p.path("value").asText()));
        return new Answer(200, Map.of());
      }
      case "runs/update" -> {
        run.status = json.path("status").asText();
        return new Answer(200, Map.of());
      }
      default -> {
        return new Answer(404, error("ENDPOINT_NOT_FOUND", method));
      }
    }
  }

  private Map<String, Object> described(String id) {
    Run run = runs.get(id);
    Map<String, JsonNode> latest = new TreeMap<>();
    run.metrics.forEach(metric -> latest.put(metric.path("key").asText(), metric));
    List<Map<String, String>> params = new ArrayList<>();
    run.params.forEach((key, value) -> params.add(Map.of("key", key, "value", value)));
    return Map.of(
        "info", Map.of("run_id", id, "artifact_uri", artifactRoot + id + "/artifacts"),
        "data", Map.of("metrics", List.copyOf(latest.values()), "params", params));
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
