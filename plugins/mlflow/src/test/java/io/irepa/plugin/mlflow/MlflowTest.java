package io.irepa.plugin.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.irepa.IrepaException;
import io.irepa.spi.Ending;
import io.irepa.spi.Opening;
import io.irepa.spi.RunShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer, fail, refuse and stay away. */
@Timeout(60)
final class MlflowTest {
  @TempDir private Path run;
  private FakeServer server;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Mlflow tracker(String uri, int wait) {
    return new Mlflow(new Mlflow.Config(uri, "tests", wait), Map.of(), Duration.ofMillis(5));
  }

  private Mlflow tracker() {
    return tracker(server.uri(), 20);
  }

  private Opening opening(long step) {
    return new Opening(run, "test", step, "name: test\nema: {decays: [0.9]}\n", warnings::add);
  }

  private FakeServer.Run remote() {
    assertThat(server.runs()).as("runs on the server").hasSize(1);
    return server.runs().values().iterator().next();
  }

  private List<String> metrics() {
    return remote().metrics.stream().map(m -> m.path("step") + " " + m.path("value")).toList();
  }

  @Test
  void sendsConfigurationMetricsPicturesAndReport() throws IOException {
    Path png = run.resolve("samples/step-1.png");
    Files.createDirectories(png.getParent());
    ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
    try (Mlflow tracker = tracker()) {
      tracker.open(opening(0));
      tracker.scalars(1, Map.of("loss.total", 0.5));
      tracker.image(1, "samples", png);
      Files.writeString(run.resolve("report.html"), "a page");
      tracker.end(Ending.FINISHED);
    }
    assertThat(remote().params)
        .as("parameters")
        .isEqualTo(Map.of("name", "test", "ema.decays", "[0.9]"));
    assertThat(metrics()).as("metrics").containsExactly("1 0.5");
    assertThat(server.artifacts().keySet())
        .as("artifacts")
        .containsExactlyInAnyOrder(
            "1/run-0/artifacts/config.yaml",
            "1/run-0/artifacts/samples/step-1.png",
            "1/run-0/artifacts/report.html");
    assertThat(warnings).as("warnings").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"FINISHED,FINISHED", "FAILED,FAILED", "STOPPED,KILLED"})
  void saysHowTheRunEnded(Ending ending, String status) throws IOException {
    try (Mlflow tracker = tracker()) {
      tracker.open(opening(0));
      tracker.end(ending);
    }
    assertThat(remote().status).as("status on the server").isEqualTo(status);
  }

  @Test
  void goesOnInTheSameRun() throws IOException {
    try (Mlflow tracker = tracker()) {
      tracker.open(opening(0));
      tracker.scalars(1, Map.of("loss", 1.0));
      tracker.end(Ending.STOPPED);
    }
    try (Mlflow tracker = tracker()) {
      tracker.open(opening(1));
      assertThat(remote().status).as("status while it goes on").isEqualTo("RUNNING");
      tracker.scalars(2, Map.of("loss", 2.0));
      tracker.end(Ending.FINISHED);
    }
    assertThat(metrics()).as("metrics").containsExactly("1 1.0", "2 2.0");
  }

  @Test
  void aServerThatFailsForAWhileGetsEverything() throws IOException, InterruptedException {
    try (Mlflow tracker = tracker()) {
      tracker.open(opening(0));
      server.fail(4, 503);
      for (long step = 1; step <= 50; step++) {
        tracker.scalars(step, Map.of("loss", (double) step));
      }
      while (server.waitingFailures() > 0) {
        Thread.sleep(5);
      }
      tracker.end(Ending.FINISHED);
    }
    assertThat(metrics()).as("metrics").hasSize(50).startsWith("1 1.0").endsWith("50 50.0");
    assertThat(warnings).as("warnings").hasSize(2);
    assertThat(warnings.get(0)).contains(server.uri(), "is away", "503", "Training goes on");
    assertThat(warnings.get(1)).contains("answers again");
  }

  @Test
  void aServerThatGoesAwayForGoodHoldsNothingUp() throws IOException {
    long begun = System.nanoTime();
    try (Mlflow tracker = tracker(server.uri(), 1)) {
      tracker.open(opening(0));
      server.close();
      for (long step = 1; step <= 1000; step++) {
        tracker.scalars(step, Map.of("loss", (double) step));
      }
      tracker.end(Ending.FINISHED);
    }
    assertThat((System.nanoTime() - begun) / 1e9)
        .as("seconds, of which the end may wait for one")
        .isLessThan(15);
    assertThat(warnings).as("warnings").hasSize(2);
    assertThat(warnings.get(0)).contains("is away", "nobody answers there");
    assertThat(warnings.get(1)).contains("does not know that the run has ended", "mlflow");
  }

  @Test
  void whatAServerMissedIsSentWhenTheRunGoesOn() throws IOException {
    try (Mlflow tracker = tracker(server.uri(), 0)) {
      tracker.open(opening(0));
      server.fail(1_000_000, 500);
      tracker.scalars(1, Map.of("loss", 1.0));
      tracker.scalars(2, Map.of("loss", 2.0));
      tracker.end(Ending.STOPPED);
    }
    assertThat(metrics()).as("metrics while the server fails").isEmpty();
    server.fail(0, 500);
    try (Mlflow tracker = tracker()) {
      tracker.open(opening(2));
      tracker.end(Ending.FINISHED);
    }
    assertThat(metrics()).as("metrics").containsExactly("1 1.0", "2 2.0");
  }

  @Test
  void aBatchWhoseAnswerWasLostIsNotSentTwiceByTheNextProcess() throws IOException {
    try (Mlflow tracker = tracker()) {
      tracker.open(opening(0));
      tracker.scalars(1, Map.of("loss", 1.0));
      tracker.end(Ending.STOPPED);
    }
    // As after a kill between the server's answer and the note of it.
    new Link("run-0", 0).write(run.resolve("mlflow/run.json"), server.uri());
    try (Mlflow tracker = tracker()) {
      tracker.open(opening(1));
      tracker.end(Ending.FINISHED);
    }
    assertThat(metrics()).as("metrics").containsExactly("1 1.0");
  }

  @Test
  void aRecordThatIsRefusedDoesNotHoldUpTheNext() throws IOException, InterruptedException {
    try (Mlflow tracker = tracker()) {
      tracker.open(opening(0));
      server.fail(1, 400);
      tracker.scalars(1, Map.of("loss", 1.0));
      while (server.waitingFailures() > 0) {
        Thread.sleep(5);
      }
      tracker.scalars(2, Map.of("loss", 2.0));
      tracker.end(Ending.FINISHED);
    }
    assertThat(metrics()).as("metrics").containsExactly("2 2.0");
    assertThat(warnings).as("warnings").hasSize(1);
    assertThat(warnings.get(0)).contains("refuses", "400", "told to fail");
  }

  @Test
  void manyMetricsGoInBatchesThatMlflowTakes() throws IOException {
    try (Mlflow tracker = tracker()) {
      tracker.open(opening(0));
      for (long step = 1; step <= 1500; step++) {
        tracker.scalars(step, Map.of("a", 1.0, "b", 2.0, "c", 3.0));
      }
      tracker.end(Ending.FINISHED);
    }
    assertThat(remote().metrics).as("metrics").hasSize(4500);
    assertThat(server.requests().stream().filter(r -> r.endsWith("log-batch")).count())
        .as("requests for parameters and for 4500 metrics, at most 1000 in each")
        .isBetween(6L, 1501L);
  }

  @Test
  void namesThatMlflowRefusesAreReplaced() {
    assertThat(RemoteRun.key("loss/größe (a)")).as("key").isEqualTo("loss/gr__e _a_");
  }

  @Test
  void aServerThatIsAwayAtTheStartIsAnError() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (Mlflow tracker = tracker("http://127.0.0.1:" + port, 1)) {
      assertThatThrownBy(() -> tracker.open(opening(0)))
          .as("opening")
          .isInstanceOf(IrepaException.class)
          .hasMessageContainingAll("127.0.0.1:" + port, "nobody answers there", "mlflow server");
    }
  }

  @Test
  void whatIsNoMlflowServerIsAnError() throws IOException {
    server.fail(1, 404);
    try (Mlflow tracker = tracker()) {
      assertThatThrownBy(() -> tracker.open(opening(0)))
          .as("opening")
          .isInstanceOf(IrepaException.class)
          .hasMessageContainingAll(server.uri(), "404");
    }
  }

  @Test
  void aRunThatTheServerDoesNotKnowIsAnError() throws IOException {
    Files.createDirectories(run.resolve("mlflow"));
    new Link("lost", 0).write(run.resolve("mlflow/run.json"), server.uri());
    try (Mlflow tracker = tracker()) {
      assertThatThrownBy(() -> tracker.open(opening(3)))
          .as("opening")
          .isInstanceOf(IrepaException.class)
          .hasMessageContainingAll("no run lost", "run.json", "remove that file");
    }
  }

  @Test
  void artifactsThatTheServerDoesNotTakeAreSaidOnce() throws IOException {
    server.keepArtifactsElsewhere();
    try (Mlflow tracker = tracker()) {
      tracker.open(opening(0));
      tracker.image(1, "samples", run.resolve("samples/step-1.png"));
      tracker.scalars(2, Map.of("loss", 2.0));
      tracker.end(Ending.FINISHED);
    }
    assertThat(metrics()).as("metrics").containsExactly("2 2.0");
    assertThat(warnings).as("warnings").hasSize(1);
    assertThat(warnings.get(0)).contains("artifacts", "stay in");
  }

  @Test
  void namesAndPasswordsComeFromTheEnvironment() throws IOException {
    Map<String, String> environment =
        Map.of("MLFLOW_TRACKING_USERNAME", "u", "MLFLOW_TRACKING_PASSWORD", "p");
    Mlflow.Config config = new Mlflow.Config(server.uri(), "tests", 1);
    try (Mlflow tracker = new Mlflow(config, environment, Duration.ofMillis(5))) {
      tracker.open(opening(0));
      tracker.end(Ending.FINISHED);
    }
    assertThat(server.authorizations()).as("authorization").containsOnly("Basic dTpw");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:5000", "file:///tmp/mlruns", "http://", "http://u:p@host"})
  void anAddressThatIsNoneIsRefused(String uri) {
    List<String> problems = new ArrayList<>();
    new Mlflow.Config(uri, "tests", 1)
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            (key, message) -> problems.add(key + ": " + message));
    assertThat(problems).as("problems").hasSize(1);
    assertThat(problems.get(0)).startsWith("uri: ");
  }

  @Test
  void threadsEndWithTheTracker() throws IOException {
    try (Mlflow tracker = tracker()) {
      tracker.open(opening(0));
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .as("threads")
        .noneMatch(thread -> thread.isAlive() && thread.getName().equals("irepa-mlflow"));
  }
}
