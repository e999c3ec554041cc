package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.irepa.compose.Composer;
import io.irepa.compose.Plugins;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.spi.Ending;
import io.irepa.spi.Opening;
import io.irepa.spi.Tracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tracker's jar against a real MLflow server. */
final class RealMlflowTest {
  /**
   * The server's parts without what it needs for models: a quarter of the time and half the size.
   */
  private static final List<List<String>> PACKAGES =
      List.of(
          List.of("--no-deps", "mlflow==3.17.2"),
          List.of(
              "mlflow-skinny==3.17.2",
              "mlflow-tracing==3.17.2",
              "flask",
              "flask-cors",
              "sqlalchemy",
              "alembic",
              "pandas",
              "graphene",
              "cryptography",
              "aiohttp",
              "huey",
              "uvicorn"));

  @TempDir private static Path shared;
  private static MlflowServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = MlflowServer.start(PipEnvironment.of("mlflow", PACKAGES), shared);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (server != null) {
      server.close();
    }
  }

  private static String trackers() {
    return "[{type: jsonl}, {type: mlflow, uri: '%s', experiment: tests}]".formatted(server.uri());
  }

  private static String id(Path run) throws IOException {
    String link = Files.readString(run.resolve("mlflow/run.json"));
    return link.replaceAll("(?s).*\"run-id\":\"([^\"]*)\".*", "$1");
  }

  @Test
  void hasARunThatWasTrained() throws Exception {
    Toy toy = new Toy(folder);
    Cli cli = toy.train(Map.of("trackers", trackers()));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    String id = id(toy.run());
    JsonNode run = server.get("runs/get?run_id=" + id).path("run");
    assertThat(run.at("/info/status").asText()).as("status").isEqualTo("FINISHED");
    assertThat(run.at("/info/run_name").asText()).as("name").isEqualTo("toy");
    assertThat(run.at("/data/params").findValuesAsText("key"))
        .as("parameters")
        .contains("backbone.type", "alignment.0.encoder.size", "ema.decays");
    assertThat(server.history(id, "loss.total")).as("steps").containsExactly("1", "2", "3", "4");
    assertThat(server.artifact(id, "config.yaml")).as("config.yaml").contains("name: toy");
    assertThat(server.artifact(id, "report.html")).as("report.html").contains("<svg");
    assertThat(server.artifact(id, "samples/step-4.png")).as("samples").contains("PNG");
  }

  /** One process of a run, by the plugin's jar; killed ones never say how they ended. */
  private void process(long done, long last, boolean killed) throws IOException {
    try (Plugins plugins = Plugins.load(List.of(Repository.root().resolve("plugins")));
        NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      Path file = Files.writeString(folder.resolve("toy.yaml"), Toy.yaml());
      RunConfig config = new RunConfigReader(plugins).read(file, List.of("trackers=" + trackers()));
      Tracker tracker =
          new Composer(config, manager).create(config.trackers().get(1), "tracker", Map.of());
      try (tracker) {
        tracker.open(new Opening(folder, "killed", done, Toy.yaml(), warning -> {}));
        for (long step = done + 1; step <= last; step++) {
          tracker.scalars(step, Map.of("loss.total", 1.0 / step, "odd", Double.NaN));
        }
        if (!killed) {
          tracker.end(Ending.FINISHED);
        }
      }
    }
  }

  @Test
  void hasEachStepOnceAfterAKill() throws Exception {
    process(0, 50, true);
    process(30, 40, true);
    process(30, 60, false);
    String id = id(folder);
    List<String> steps = IntStream.rangeClosed(1, 60).mapToObj(Integer::toString).toList();
    assertThat(server.history(id, "loss.total")).as("steps").isEqualTo(steps);
    assertThat(server.history(id, "odd")).as("steps of what is no number").isEqualTo(steps);
    assertThat(server.get("runs/get?run_id=" + id).at("/run/info/status").asText())
        .as("status")
        .isEqualTo("FINISHED");
  }

  @Test
  void aFailedRunIsMarkedAsFailed() throws Exception {
    Toy toy = new Toy(folder);
    Cli cli =
        toy.train(
            Map.of("trackers", trackers(), "optimizer", "{type: adamw, learning-rate: 1.0e30}"));
    Failure.assertFails(cli, 1, "Training stopped");
    assertThat(server.get("experiments/get-by-name?experiment_name=tests").at("/experiment/name"))
        .as("experiment")
        .hasToString("\"tests\"");
    assertThat(server.get("runs/get?run_id=" + id(toy.run())).at("/run/info/status").asText())
        .as("status")
        .isEqualTo("FAILED");
  }
}
