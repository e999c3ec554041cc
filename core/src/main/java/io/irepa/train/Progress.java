package io.irepa.train;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A progress bar on a terminal; elsewhere a plain line every ten seconds. */
final class Progress {
  /** Set by the launcher, which can tell; a JVM cannot on every version. */
  private static final boolean TERMINAL = Boolean.getBoolean("irepa.terminal");

  private static final long EVERY = TERMINAL ? 200_000_000L : 10_000_000_000L;
  private static final int BAR = 24;
  private static final Set<String> SHOWN = Set.of("loss.total", "loss.denoise", "loss.align");

  /** Weight of the past in the smoothed time of a step. */
  private static final double SMOOTHING = 0.95;

  private final PrintStream err = System.err;
  private final long steps;
  private final int batch;
  private long last = System.nanoTime();
  private long shown = last;
  private double secondsPerStep;
  private long paced;
  private int width;

  Progress(long steps, int batch) {
    this.steps = steps;
    this.batch = batch;
  }

  /**
   * Takes note of a step.
   *
   * @param done steps done
   * @param report its values by name
   */
  synchronized void step(long done, Map<String, Double> report) {
    paced++;
    long now = System.nanoTime();
    double seconds = (now - last) / 1e9;
    last = now;
    // The first step also compiles kernels, so it counts only until there is a second one.
    secondsPerStep = paced <= 2 ? seconds : SMOOTHING * secondsPerStep + (1 - SMOOTHING) * seconds;
    if (now - shown < EVERY && done != steps) {
      return;
    }
    shown = now;
    String line =
        "step %d/%d  %.1f images/s  %s  %s left"
            .formatted(
                done,
                steps,
                batch / secondsPerStep,
                losses(report),
                clock(Math.round(secondsPerStep * (steps - done))));
    if (TERMINAL) {
      draw(bar(done) + " " + line);
    } else {
      err.println(line);
    }
  }

  /** The pace of training, smoothed; after the first step it includes compiling kernels. */
  double imagesPerSecond() {
    return batch / secondsPerStep;
  }

  /** Leaves out of the pace what was no step, such as sampling. */
  void resume() {
    last = System.nanoTime();
  }

  private String bar(long done) {
    int filled = (int) (BAR * done / steps);
    return "█".repeat(filled) + "░".repeat(BAR - filled);
  }

  private void draw(String line) {
    err.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
    err.flush();
    width = line.length();
  }

  private static String losses(Map<String, Double> report) {
    return report.entrySet().stream()
        .filter(entry -> SHOWN.contains(entry.getKey()))
        .map(entry -> "%s %.4f".formatted(entry.getKey().substring(5), entry.getValue()))
        .collect(Collectors.joining("  "));
  }

  /** A line of its own; any thread may call this. */
  synchronized void note(String line) {
    done();
    err.println(line);
  }

  /** Ends the line, so that what follows stands on its own. */
  synchronized void done() {
    if (width > 0) {
      err.println();
      width = 0;
    }
  }

  private static String clock(long seconds) {
    Duration d = Duration.ofSeconds(seconds);
    return "%d:%02d:%02d".formatted(d.toHours(), d.toMinutesPart(), d.toSecondsPart());
  }
}
