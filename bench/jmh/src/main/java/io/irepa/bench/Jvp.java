package io.irepa.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.plugin.sit.Sit;
import io.irepa.plugin.sit.SitConfig;
import io.irepa.spi.Backbone;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.ForwardMode;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One directional derivative of SiT along (v, 0, 1), as MeanFlow takes it, at the size of
 * bench/peer/jvp.py; prints one JSON line. Run by {@code bench/jvp}.
 */
public final class Jvp {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final Backbone backbone;

  private Jvp(Precision precision) {
    Sizes s = Sizes.chosen();
    SitConfig config =
        new SitConfig(
            Optional.empty(),
            Optional.of(2),
            Optional.of(s.hidden()),
            Optional.of(s.depth()),
            Optional.of(s.heads()),
            4,
            false,
            4,
            2 * s.side(),
            1000,
            true);
    SeededDraws draws = new SeededDraws(manager, 0, 0);
    Parameters parameters = new Parameters("backbone", manager, precision, draws);
    backbone = new Sit(config, parameters, precision, new Recompute(false));
  }

  /** One batch: x, r, t, y and the direction of x. */
  private record Inputs(NDArray x, NDArray r, NDArray t, NDArray y, NDArray v) {
    static Inputs of(NDManager manager, int batch) {
      long side = 2L * Sizes.chosen().side();
      NDArray t = manager.randomUniform(0, 1, new Shape(batch));
      return new Inputs(
          manager.randomNormal(new Shape(batch, 4, side, side)),
          t.div(2),
          t,
          manager.ones(new Shape(batch), DataType.INT64),
          manager.randomNormal(new Shape(batch, 4, side, side)));
    }
  }

  private NDArray value(NDArray x, NDArray r, NDArray t, NDArray y) {
    return backbone.forward(new Backbone.Inputs(x, t, Optional.of(r), y), Set.of()).value();
  }

  private NDArray derivative(Inputs at) {
    return ForwardMode.along(
            list -> value(list.get(0), list.get(1), list.get(2), at.y()),
            new NDList(at.x(), at.r(), at.t()),
            new NDList(at.v(), at.r().zerosLike(), at.t().onesLike()))
        .tangent();
  }

  /** Milliseconds that work takes, and its arrays are closed. */
  private static double timed(Supplier<NDArray> work) {
    long begun = System.nanoTime();
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray result = work.get();
      if (result.isEmpty()) {
        throw new IllegalStateException("The work gave no numbers.");
      }
    }
    return (System.nanoTime() - begun) / 1e6;
  }

  private static long memory(String key) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith(key))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        * 1024;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private String run(int steps) throws IOException {
    Inputs one = Inputs.of(manager, 1);
    timed(() -> derivative(one)); // what is loaded and compiled at first use
    Inputs given = Inputs.of(manager, Sizes.chosen().batch());
    long before = memory("VmRSS");
    Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // the greatest memory counts anew
    timed(() -> derivative(given));
    double grown = (memory("VmHWM") - before) / 1e6;
    double[] times = new double[steps];
    double[] plain = new double[steps];
    for (int i = 0; i < steps; i++) {
      times[i] = timed(() -> derivative(given));
      plain[i] = timed(() -> value(given.x(), given.r(), given.t(), given.y()));
    }
    return String.format(
        Locale.ROOT,
        "{\"ms_per_jvp\": %.2f, \"ms_per_forward\": %.2f, \"peak_growth_mb\": %.1f}",
        median(times),
        median(plain),
        grown);
  }

  /**
   * Measures.
   *
   * @param arguments the precision, and how many derivatives are timed
   */
  public static void main(String... arguments) throws IOException {
    Precision precision = Precision.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    System.out.println(new Jvp(precision).run(Integer.parseInt(arguments[1])));
  }
}
