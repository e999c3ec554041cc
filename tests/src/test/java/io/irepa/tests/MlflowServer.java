package io.irepa.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real MLflow server in a process of its own, with its data in a folder. */
final class MlflowServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 120;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final String uri;

  private MlflowServer(Process process, String uri) {
    this.process = process;
    this.uri = uri;
  }

  /**
   * Starts a server.
   *
   * @throws IllegalStateException if it does not answer in time
   */
  static MlflowServer start(PipEnvironment python, Path folder)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path log = folder.resolve("server.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                python.bin("mlflow"),
                "server",
                "--host",
                "127.0.0.1",
                "--port",
                "" + port,
                "--workers",
                "1",
                "--backend-store-uri",
                "sqlite:///" + folder.resolve("mlflow.db"),
                "--artifacts-destination",
                folder.resolve("artifacts").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("PATH", python.folder().resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("MLFLOW_DISABLE_TELEMETRY", "true");
    MlflowServer server = new MlflowServer(builder.start(), "http://127.0.0.1:" + port);
    for (int i = 0; i < 5 * SECONDS && server.process.isAlive(); i++) {
      if (server.answers()) {
        return server;
      }
      Thread.sleep(200);
    }
    server.close();
    throw new IllegalStateException("MLflow does not start:\n" + Files.readString(log));
  }

  private boolean answers() throws InterruptedException {
    try {
      return send("/health").statusCode() == 200;
    } catch (IOException e) {
      return false; // Not yet.
    }
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(uri + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  String uri() {
    return uri;
  }

  /** What the REST interface answers. */
  JsonNode get(String method) throws IOException, InterruptedException {
    return JSON.readTree(send("/api/2.0/mlflow/" + method).body());
  }

  /** An artifact of a run, as the pages of MLflow load it. */
  String artifact(String run, String path) throws IOException, InterruptedException {
    return send("/get-artifact?path=" + path + "&run_uuid=" + run).body();
  }

  /** The steps that a metric was recorded for. */
  List<String> history(String run, String key) throws IOException, InterruptedException {
    return get("metrics/get-history?run_id=" + run + "&metric_key=" + key)
        .path("metrics")
        .findValuesAsText("step");
  }

  @Override
  public void close() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }
}
