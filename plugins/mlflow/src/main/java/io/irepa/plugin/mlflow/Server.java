package io.irepa.plugin.mlflow;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * MLflow's REST interface, version 2.0 (mlflow.org/docs, "REST API"), as much as a run needs. Each
 * call is one request and is bounded in time.
 */
final class Server {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final String base;
  private final Optional<String> authorization;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param uri such as http://localhost:5000
   * @param environment may have MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and …_PASSWORD
   */
  Server(String uri, Map<String, String> environment) {
    this.base = uri.replaceAll("/+$", "");
    this.authorization = authorization(environment);
  }

  private static Optional<String> authorization(Map<String, String> environment) {
    if (environment.containsKey("MLFLOW_TRACKING_TOKEN")) {
      return Optional.of("Bearer " + environment.get("MLFLOW_TRACKING_TOKEN"));
    }
    if (environment.containsKey("MLFLOW_TRACKING_USERNAME")) {
      String both =
          environment.get("MLFLOW_TRACKING_USERNAME")
              + ":"
              + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
      return Optional.of(
          "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }
    return Optional.empty();
  }

  /** Calls a method of the interface. */
  JsonNode post(String method, Object body) throws IOException {
    return send(
        request("/api/2.0/mlflow/" + method)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
  }

  /** Asks the interface, with a parameter. */
  JsonNode get(String method, String name, String value) throws IOException {
    String query = name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    return send(request("/api/2.0/mlflow/" + method + "?" + query).GET());
  }

  /**
   * Uploads an artifact through the server, which replaces one of the same path.
   *
   * @param path below the root of the server's artifacts
   */
  void put(String path, byte[] content) throws IOException {
    send(
        request("/api/2.0/mlflow-artifacts/artifacts/" + path)
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content)));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER);
    authorization.ifPresent(value -> request.header("Authorization", value));
    return request;
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() / 100 != 2) {
        throw refused(answer);
      }
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new IOException("what answers at " + base + " is no MLflow server", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  private static ServerException refused(HttpResponse<byte[]> answer) {
    String code = "";
    String message = "";
    try {
      JsonNode body = JSON.readTree(answer.body());
      code = body.path("error_code").asText();
      message = body.path("message").asText();
    } catch (IOException e) {
      message = ""; // A proxy's page, say; the status tells enough.
    }
    return new ServerException(
        answer.statusCode(),
        code,
        "it answers %d%s".formatted(answer.statusCode(), message.isEmpty() ? "" : ": " + message));
  }
}
