package io.irepa.plugin.mlflow;

import com.google.inject.Inject;
import io.irepa.FlatYaml;
import io.irepa.IrepaException;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Ending;
import io.irepa.spi.Opening;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;
import io.irepa.spi.Tracker;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * A run on an MLflow server: configuration, scalars, sample grids and report. The server must be
 * there when the run begins; later it may go away and come back.
 */
@Extension
@Component(value = "mlflow", doc = "a run on an MLflow server")
public final class Mlflow implements Tracker {
  /** The keys. */
  public record Config(
      @Doc(value = "the server", example = "http://localhost:5000") String uri,
      @Doc("the experiment that the run belongs to; made if it is not there") @Default("irepa")
          String experiment,
      @Doc("seconds that the end of a run waits for a server that is away")
          @Default("30")
          @Range(min = 0, max = 3600)
          int patience)
      implements Settings {
    @Override
    public void check(RunShape run, Problems problems) {
      URI server;
      try {
        server = new URI(uri);
      } catch (URISyntaxException e) {
        problems.add("uri", "'%s' is no address: %s.".formatted(uri, e.getReason()));
        return;
      }
      boolean http = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
      if (!http || server.getHost() == null) {
        problems.add(
            "uri",
            "'%s' is not the address of a server, such as http://localhost:5000.".formatted(uri));
      } else if (server.getUserInfo() != null) {
        problems.add(
            "uri",
            "Name and password would be written into the run's config.yaml. Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD instead.");
      }
    }
  }

  private final Config config;
  private final Server server;
  private final Duration pause;
  private Optional<Open> open = Optional.empty();

  /** What there is between {@code open} and {@code close}. */
  private record Open(
      Opening opening, Journal journal, RemoteRun run, Sender sender, Thread thread) {}

  /** Called by composition. */
  @Inject
  public Mlflow(Config config) {
    this(config, System.getenv(), Duration.ofSeconds(1));
  }

  /**
   * @param pause between requests, and before the first retry
   */
  Mlflow(Config config, Map<String, String> environment, Duration pause) {
    this.config = config;
    this.server = new Server(config.uri(), environment);
    this.pause = pause;
  }

  @Override
  public void open(Opening opening) throws IOException {
    Path folder = Files.createDirectories(opening.run().resolve("mlflow"));
    Path file = folder.resolve("run.json");
    Optional<Link> link = Link.read(file);
    RemoteRun run = connect(opening, link);
    Journal journal = new Journal(folder.resolve("journal.jsonl"), opening.step());
    // What was cut off the journal and is done again may lie beyond what was sent, or before.
    long sent = Math.min(journal.size(), link.map(Link::sent).orElse(0L));
    new Link(run.id(), sent).write(file, config.uri());
    Sender sender = new Sender(journal, run, file, config.uri(), sent, pause, opening.warnings());
    Thread thread = new Thread(sender, "irepa-mlflow");
    thread.setDaemon(true);
    thread.start();
    open = Optional.of(new Open(opening, journal, run, sender, thread));
  }

  private RemoteRun connect(Opening opening, Optional<Link> link) {
    try {
      RemoteRun run =
          link.isPresent()
              ? RemoteRun.resume(server, link.get().id())
              : RemoteRun.create(server, config.experiment(), opening.name());
      run.parameters(FlatYaml.of(opening.config()));
      if (!run.takesArtifacts()) {
        opening
            .warnings()
            .accept(
                "MLflow at %s keeps artifacts where they cannot be sent through it; pictures and report stay in %s. Start it with --artifacts-destination instead of --default-artifact-root."
                    .formatted(config.uri(), opening.run()));
      }
      run.artifact("config.yaml", opening.config().getBytes(StandardCharsets.UTF_8));
      return run;
    } catch (ServerException e) {
      if (link.isPresent() && e.isCode("RESOURCE_DOES_NOT_EXIST")) {
        throw new IrepaException(
            "MLflow at %s has no run %s, which %s names. Name the server that has it, or remove that file: all records are then sent to a new run."
                .formatted(config.uri(), link.get().id(), opening.run().resolve("mlflow/run.json")),
            e);
      }
      throw failed(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private IrepaException failed(IOException e) {
    return new IrepaException(
        "The run cannot be recorded by MLflow at %s: %s. Start the server (mlflow server), correct the tracker's uri, or take the tracker out of the configuration."
            .formatted(config.uri(), Reason.of(e)),
        e);
  }

  @Override
  public void scalars(long step, Map<String, Double> values) throws IOException {
    if (!values.isEmpty()) {
      open.orElseThrow().journal().scalars(step, values);
    }
  }

  @Override
  public void image(long step, String name, Path png) throws IOException {
    open.orElseThrow().journal().picture(step, name, png);
  }

  @Override
  public void end(Ending ending) throws IOException {
    Open now = open.orElseThrow();
    now.sender().finish(Duration.ofSeconds(config.patience()));
    try {
      now.thread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      if (!now.sender().isSent()) {
        throw new IOException("some records are not sent yet");
      }
      Path report = now.opening().run().resolve("report.html");
      if (Files.exists(report)) {
        now.run().artifact("report.html", Files.readAllBytes(report));
      }
      now.run().ended(ending);
    } catch (IOException e) {
      now.opening()
          .warnings()
          .accept(
              "MLflow at %s does not know that the run has ended: %s. What it lacks is kept in %s and is sent when the run goes on."
                  .formatted(config.uri(), Reason.of(e), now.opening().run().resolve("mlflow")));
    }
  }

  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      Open now = open.get();
      open = Optional.empty();
      now.thread().interrupt();
      try (Journal journal = now.journal()) {
        now.thread().join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
