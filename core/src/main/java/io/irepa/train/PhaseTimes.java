package io.irepa.train;

import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Backbone;
import io.irepa.spi.Encoder;
import io.irepa.spi.Objective;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Projector;
import io.irepa.spi.TargetNorm;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.KernelTimes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a step's time goes, by phase and kernel; the mean over some steps. */
public final class PhaseTimes {
  /** Steps that are averaged. */
  static final int STEPS = 3;

  private static final String REST = "between kernels";

  private final Map<Key, long[]> sums = new LinkedHashMap<>();
  private int steps;
  private double whole;

  private record Key(String phase, String kernel) {}

  /**
   * One line of the table.
   *
   * @param calls a step
   * @param milliseconds a step
   * @param percent of a step
   */
  public record Row(
      String phase, String kernel, double calls, double milliseconds, double percent) {}

  /** Takes note of a step and of what it took in all, in milliseconds. */
  void add(List<KernelTimes.Call> calls, double milliseconds) {
    steps++;
    whole += milliseconds;
    for (KernelTimes.Call call : calls) {
      long[] sum = sums.computeIfAbsent(new Key(phase(call), call.kernel()), key -> new long[2]);
      sum[0]++;
      sum[1] += call.nanoseconds();
    }
  }

  /** The table, in the order of the step; the last row is what no kernel took. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    double rest = whole;
    for (Map.Entry<Key, long[]> entry : sums.entrySet()) {
      double milliseconds = entry.getValue()[1] / 1e6;
      rest -= milliseconds;
      rows.add(
          row(entry.getKey().phase(), entry.getKey().kernel(), entry.getValue()[0], milliseconds));
    }
    rows.add(row(REST, "operators, draws, Java", 0, rest));
    return rows;
  }

  private Row row(String phase, String kernel, long calls, double milliseconds) {
    return new Row(
        phase,
        kernel,
        (double) calls / steps,
        milliseconds / steps,
        whole == 0 ? 0 : 100 * milliseconds / whole);
  }

  /** By the extension point, or the part of core, that a kernel belongs to. */
  private static String phase(KernelTimes.Call call) {
    Class<?> owner = call.owner().orElse(Object.class);
    if (Backbone.class.isAssignableFrom(owner)) {
      return "backbone, forward";
    }
    if (Projector.class.isAssignableFrom(owner)
        || TargetNorm.class.isAssignableFrom(owner)
        || AlignmentLoss.class.isAssignableFrom(owner)) {
      return "alignment, forward";
    }
    if (Encoder.class.isAssignableFrom(owner)) {
      return "encoder";
    }
    if (Objective.class.isAssignableFrom(owner)) {
      return "objective, forward";
    }
    if (owner == Autograd.class) {
      return "backward";
    }
    if (owner == Trainer.class) {
      return "clip";
    }
    if (owner == StepReport.class) {
      return "reading back";
    }
    if (Optimizer.class.isAssignableFrom(owner)) {
      return "optimizer";
    }
    if (owner == Averages.class) {
      return "averages (EMA)";
    }
    return "other";
  }
}
