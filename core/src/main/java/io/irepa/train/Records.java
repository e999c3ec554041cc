package io.irepa.train;

import io.irepa.IrepaException;
import io.irepa.config.RunConfig;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the reports of steps, in their order, and tells trackers and the terminal of them. */
final class Records {
  /** So many steps in a row without an update are no accident. */
  private static final int MOST_SKIPPED = 10;

  private final RunConfig config;
  private final Trackers trackers;
  private final Progress progress;
  private final Deque<Step> unread = new ArrayDeque<>();
  private int skipped;

  private record Step(long done, StepReport report) {}

  Records(RunConfig config, Trackers trackers, Progress progress) {
    this.config = config;
    this.trackers = trackers;
    this.progress = progress;
  }

  /** Takes the report of a step, to be read later. */
  void add(long done, StepReport report) {
    unread.add(new Step(done, report));
  }

  /**
   * Reads reports.
   *
   * @param left how many of the newest may stay unread
   * @throws IrepaException if a number is not finite and the run is to stop for that
   */
  void read(int left) throws IOException {
    while (unread.size() > left) {
      Step step = unread.remove();
      record(step.done(), values(step));
      trackers.histograms(step.done(), step.report().histograms());
    }
  }

  private Map<String, Double> values(Step step) {
    try {
      Map<String, Double> values = new LinkedHashMap<>(step.report().read());
      skipped = 0;
      return values;
    } catch (NonFiniteException e) {
      skipped++;
      return skip(e, step.done());
    }
  }

  private void record(long done, Map<String, Double> values) throws IOException {
    progress.step(done, values);
    if (done % config.train().logEvery() == 0 || done == 1 || done == config.train().steps()) {
      ProcessFigures.addTo(values);
      values.put("images-per-second", progress.imagesPerSecond());
      trackers.scalars(done, values);
    }
  }

  /** Lets a step without update pass, where that is wanted. */
  private Map<String, Double> skip(NonFiniteException e, long done) {
    String what = "%s at step %d (seed %d)".formatted(e.what(), done, config.seed());
    String replay =
        "`irepa train CONFIG --replay-step %d` shows the step again, term by term".formatted(done);
    if (config.train().nonFinite() == RunConfig.NonFinite.STOP) {
      throw new IrepaException(
          "%s. Training stopped; the last checkpoint is kept. %s. Lower the learning rate, raise warm-up, clip harder, or set train.non-finite: skip."
              .formatted(what, replay),
          e);
    }
    if (skipped == MOST_SKIPPED) {
      throw new IrepaException(
          "%s, and so were the %d steps before. Training stopped; the last checkpoint is kept. %s."
              .formatted(what, MOST_SKIPPED - 1, replay),
          e);
    }
    progress.note(what + ": skipped. " + replay + ".");
    Map<String, Double> values = new LinkedHashMap<>(e.report());
    values.put("skipped", 1.0);
    return values;
  }
}
