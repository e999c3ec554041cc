package io.irepa.train;

import io.irepa.spi.Tracker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Several trackers as one. */
final class Trackers implements AutoCloseable {
  private final List<Tracker> all;

  private Trackers(List<Tracker> all) {
    this.all = all;
  }

  static Trackers open(List<Tracker> all, Path run) throws IOException {
    for (Tracker tracker : all) {
      tracker.open(run);
    }
    return new Trackers(all);
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

  @Override
  public void close() throws IOException {
    for (Tracker tracker : all) {
      tracker.close();
    }
  }
}
