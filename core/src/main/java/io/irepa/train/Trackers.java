package io.irepa.train;

import io.irepa.compose.Composer;
import io.irepa.config.Chosen;
import io.irepa.config.RunConfig;
import io.irepa.spi.Ending;
import io.irepa.spi.Histogram;
import io.irepa.spi.Opening;
import io.irepa.spi.Tracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Several trackers as one. */
final class Trackers implements AutoCloseable {
  private final List<Tracker> all;
  private Ending ending = Ending.FAILED;

  private Trackers(List<Tracker> all) {
    this.all = all;
  }

  /** Composes and opens those of a run. */
  static Trackers open(RunConfig config, Composer composer, Opening opening) throws IOException {
    Trackers open = new Trackers(new ArrayList<>());
    try {
      for (Chosen<Tracker> chosen : config.trackers()) {
        Tracker tracker = composer.create(chosen, "tracker", Map.of());
        tracker.open(opening);
        open.all.add(tracker);
      }
    } catch (IOException | RuntimeException e) {
      try (open) {
        throw e;
      }
    }
    return open;
  }

  void scalars(long step, Map<String, Double> values) throws IOException {
    for (Tracker tracker : all) {
      tracker.scalars(step, values);
    }
  }

  void image(long step, String name, Path png) throws IOException {
    for (Tracker tracker : all) {
      tracker.image(step, name, png);
    }
  }

  void histograms(long step, Map<String, Histogram> histograms) throws IOException {
    for (Tracker tracker : all) {
      for (Map.Entry<String, Histogram> entry : histograms.entrySet()) {
        tracker.histogram(step, entry.getKey(), entry.getValue());
      }
    }
  }

  /** How the work ended; where nobody says, it failed. */
  void ended(Ending how) {
    ending = how;
  }

  /** Ends and closes all, also those after one that fails. */
  @Override
  public void close() throws IOException {
    close(0);
  }

  private void close(int index) throws IOException {
    if (index < all.size()) {
      try (Tracker tracker = all.get(index)) {
        close(index + 1);
        tracker.end(ending);
      }
    }
  }
}
