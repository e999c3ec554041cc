package io.irepa.cli;

import io.irepa.train.BenchFigures;
import io.irepa.train.OperatorTrace;
import io.irepa.train.PhaseTimes;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The figures of a bench for people: a few lines, and the tables of a profile. */
final class BenchTable {
  private static final int OPERATORS = 25;

  private BenchTable() {}

  static void print(BenchFigures figures, PrintWriter out) {
    double[] times = figures.milliseconds();
    line(
        out,
        "%s: %s, batch %d, %s, %d threads",
        figures.name(),
        figures.precision().name().toLowerCase(Locale.ROOT),
        figures.batch(),
        figures.device(),
        figures.threads());
    line(
        out,
        "%.2f images a second; a step %.1f ms, from %.1f to %.1f over %d steps",
        figures.imagesPerSecond(),
        figures.median(),
        times[0],
        times[times.length - 1],
        times.length);
    line(out, "first step done %.1f s after the start", figures.firstStepSeconds());
    figures
        .peakMebibytes()
        .ifPresent(mib -> line(out, "at most %.2f GB resident", mib * 1024 * 1024 / 1e9));
    line(out, "%.0f GFLOP/s; a bare product reaches %.0f", figures.gflops(), figures.bareGflops());
    figures
        .dataWaitPercent()
        .ifPresent(percent -> line(out, "%.1f %% of the time spent waiting for data", percent));
    figures.inputs().ifPresent(text -> line(out, "inputs: %s", text));
    figures.phases().ifPresent(phases -> phases(phases, out));
    if (figures.phases().isPresent()) {
      operators(figures.trace(), out);
    }
  }

  private static void phases(PhaseTimes phases, PrintWriter out) {
    out.println();
    line(out, "%-20s %-24s %8s %9s %6s", "phase", "kernel", "calls", "ms", "%");
    for (PhaseTimes.Row row : phases.rows()) {
      line(
          out,
          "%-20s %-24s %8.1f %9.2f %6.1f",
          row.phase(),
          row.kernel(),
          row.calls(),
          row.milliseconds(),
          row.percent());
    }
  }

  private static void operators(OperatorTrace trace, PrintWriter out) {
    out.println();
    line(out, "%-56s %7s %9s %6s %9s", "operator, by itself", "calls", "ms", "%", "GFLOP/s");
    List<OperatorTrace.Row> rows = trace.rows();
    for (OperatorTrace.Row row : rows.subList(0, Math.min(OPERATORS, rows.size()))) {
      line(
          out,
          "%-56s %7d %9.2f %6.1f %9s",
          row.operator(),
          row.calls(),
          row.milliseconds(),
          row.percent(),
          row.flop() == 0 ? "" : "%.0f".formatted(row.flop() / row.milliseconds() / 1e6));
    }
    if (rows.size() > OPERATORS) {
      line(
          out,
          "%-56s %7s %9.2f",
          "others",
          "",
          rows.stream().skip(OPERATORS).mapToDouble(OperatorTrace.Row::milliseconds).sum());
    }
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
