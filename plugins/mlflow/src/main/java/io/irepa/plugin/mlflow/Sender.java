package io.irepa.plugin.mlflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends the journal from a thread of its own. A server that is away is asked again, at growing
 * distances, as long as the run lasts; what it refuses for good is left out. Both are said once.
 */
final class Sender implements Runnable {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Journal journal;
  private final RemoteRun run;
  private final Path link;
  private final String uri;
  private final Consumer<String> warnings;
  private final Duration pause;
  private final CountDownLatch finished = new CountDownLatch(1);
  private long position;
  private long deadline;
  private boolean away;
  private boolean refused;

  /**
   * @param position in the journal, up to which the server has it
   * @param pause between requests, and before the first retry
   */
  Sender(
      Journal journal,
      RemoteRun run,
      Path link,
      String uri,
      long position,
      Duration pause,
      Consumer<String> warnings) {
    this.journal = journal;
    this.run = run;
    this.link = link;
    this.uri = uri;
    this.position = position;
    this.pause = pause;
    this.warnings = warnings;
  }

  /** Until the journal is sent after {@link #finish}, or its time is over, or an interrupt. */
  @Override
  public void run() {
    try {
      Duration retry = pause;
      while (!done()) {
        if (step()) {
          retry = pause;
          sleep(pause);
        } else {
          sleep(retry);
          retry = retry.multipliedBy(2).compareTo(LONGEST) < 0 ? retry.multipliedBy(2) : LONGEST;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      warnings.accept(
          "The journal for MLflow cannot be read: %s. Nothing more is sent to %s."
              .formatted(Reason.of(e), uri));
    }
  }

  private boolean done() throws IOException {
    return finished.getCount() == 0
        && (position >= journal.size() || System.nanoTime() - deadline >= 0);
  }

  /** Whether all of the journal is with the server. */
  boolean isSent() throws IOException {
    return position >= journal.size();
  }

  /** Sends what is there; false if the server is away. */
  private boolean step() throws IOException, InterruptedException {
    Journal.Batch batch = journal.read(position, RemoteRun.MOST_METRICS);
    if (batch.end() == position) {
      return true;
    }
    try {
      send(batch);
      if (away) {
        warnings.accept("MLflow at %s answers again.".formatted(uri));
        away = false;
      }
    } catch (ServerException e) {
      if (e.passes()) {
        return away(e);
      }
      if (!refused) {
        refused = true;
        warnings.accept(
            "MLflow at %s refuses records, which are left out there: %s."
                .formatted(uri, Reason.of(e)));
      }
    } catch (IOException e) {
      return away(e);
    }
    position = batch.end();
    new Link(run.id(), position).write(link, uri);
    return true;
  }

  private void send(Journal.Batch batch) throws IOException {
    run.metrics(batch.metrics());
    if (batch.picture().isPresent() && run.takesArtifacts()) {
      Journal.Picture picture = batch.picture().get();
      byte[] png;
      try {
        png = Files.readAllBytes(picture.file());
      } catch (NoSuchFileException e) {
        return; // Somebody has removed it before the server was there to take it.
      }
      run.artifact("%s/step-%d.png".formatted(picture.name(), picture.step()), png);
    }
  }

  private boolean away(IOException e) throws InterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedException();
    }
    if (!away) {
      away = true;
      warnings.accept(
          "MLflow at %s is away: %s. Training goes on; records are kept and sent when it answers."
              .formatted(uri, Reason.of(e)));
    }
    return false;
  }

  /** Shorter once the run has ended, and then only if the server is away. */
  private void sleep(Duration time) throws InterruptedException {
    if (finished.await(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS) && away) {
      Thread.sleep(Math.max(1, Math.min(time.toMillis(), 1000)));
    }
  }

  /** From now on nothing is waited for but a server that is away, and that no longer than this. */
  void finish(Duration longest) {
    deadline = System.nanoTime() + longest.toNanos();
    finished.countDown();
  }
}
