package io.irepa.train;

import io.irepa.spi.Tracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Several trackers as one. */
final class Trackers implements AutoCloseable {
  private final List<Tracker> all;

  private Trackers(List<Tracker> all) {
    this.all = all;
  }

  static Trackers open(List<Tracker> all, Path run) throws IOException {
    List<Tracker> open = new ArrayList<>();
    try {
      for (Tracker tracker : all) {
        tracker.open(run);
        open.add(tracker);
      }
    } catch (IOException | RuntimeException e) {
      try (Trackers begun = new Trackers(open)) {
        throw e;
      }
    }
    return new Trackers(open);
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

  /** Closes all, also those after one that fails. */
  @Override
  public void close() throws IOException {
    close(0);
  }

  private void close(int index) throws IOException {
    if (index < all.size()) {
      try (Tracker tracker = all.get(index)) {
        close(index + 1);
      }
    }
  }
}
