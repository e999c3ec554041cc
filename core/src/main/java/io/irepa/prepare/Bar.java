package io.irepa.prepare;

import java.io.PrintStream;
import java.util.Locale;

/** A progress bar on a terminal; elsewhere a plain line every ten seconds. Used by all workers. */
public final class Bar {
  private static final int WIDTH = 24;

  private final PrintStream err;
  private final boolean terminal;
  private final int total;
  private final long start = System.nanoTime();
  private long shown = start;
  private int done;

  /**
   * Of some pieces.
   *
   * @param err where it is shown
   * @param terminal whether that is a terminal
   * @param total pieces
   */
  public Bar(PrintStream err, boolean terminal, int total) {
    this.err = err;
    this.terminal = terminal;
    this.total = total;
  }

  /**
   * Takes note of what is done.
   *
   * @param pieces further ones
   */
  public synchronized void done(int pieces) {
    done += pieces;
    long now = System.nanoTime();
    if (now - shown < (terminal ? 200_000_000L : 10_000_000_000L) && done < total) {
      return;
    }
    shown = now;
    String line =
        String.format(
            Locale.ROOT, "%d/%d images  %.0f images/s", done, total, done * 1e9 / (now - start));
    if (terminal) {
      int full = (int) ((long) WIDTH * done / Math.max(1, total));
      err.print("\r[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + line + "   ");
      if (done >= total) {
        err.println();
      }
    } else {
      err.println(line);
    }
  }
}
