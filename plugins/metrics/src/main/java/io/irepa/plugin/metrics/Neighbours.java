package io.irepa.plugin.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Samples;
import io.irepa.tensor.Host;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;

/** Squared Euclidean distances between many features, block against block. */
final class Neighbours {
  private static final Kernel NEAREST = Kernel.of(Neighbours.class, "nearest.ts.py");
  private static final Kernel WITHIN = Kernel.of(Neighbours.class, "within.ts.py");

  private Neighbours() {}

  /**
   * The squared distance of each sample to the k-th nearest other one of the same input.
   *
   * @param k at most count - 1
   */
  static double[] radii(Samples samples, String input, int k) {
    return smallest(samples, input, input, k);
  }

  /** The squared distance of each sample to the nearest one of another input. */
  static double[] nearest(Samples samples, String of, String among) {
    return smallest(samples, of, among, 1);
  }

  private static double[] smallest(Samples samples, String of, String among, int k) {
    long count = samples.count(of);
    long others = samples.count(among);
    double[] radii = new double[(int) count];
    for (long from = 0; from < count; from = Blocks.end(from, count)) {
      try (Scope scope = Scope.open()) {
        NDArray rows = samples.read(of, from, Blocks.end(from, count));
        long size = rows.getShape().get(0);
        NDArray best = infinite(rows.getManager(), size, k);
        for (long start = 0; start < others; start = Blocks.end(start, others)) {
          try (Scope block = Scope.open()) {
            NDArray next = samples.read(among, start, Blocks.end(start, others));
            double same = of.equals(among) && start == from ? 1 : 0;
            NDArray found = NEAREST.call(best, rows, next, Host.scalars(same));
            best.close();
            best = block.pass(found);
          }
        }
        double[] sorted = best.toDoubleArray(); // [size, k], the greatest last
        for (int i = 0; i < size; i++) {
          radii[(int) from + i] = sorted[(i + 1) * k - 1];
        }
      }
    }
    return radii;
  }

  private static NDArray infinite(NDManager manager, long rows, int k) {
    return manager
        .zeros(new Shape(rows, k), DataType.FLOAT64)
        .add(Double.POSITIVE_INFINITY)
        .toType(DataType.FLOAT64, false);
  }

  /**
   * In how many balls each sample lies.
   *
   * @param of whose samples are looked at
   * @param around whose samples are the balls' centres
   * @param radii squared, one a centre
   * @param strict whether a ball's surface does not belong to it
   */
  static double[] balls(Samples samples, String of, String around, double[] radii, boolean strict) {
    long count = samples.count(of);
    double[] hits = new double[(int) count];
    for (long from = 0; from < count; from = Blocks.end(from, count)) {
      try (Scope scope = Scope.open()) {
        NDArray rows = samples.read(of, from, Blocks.end(from, count));
        for (long start = 0; start < radii.length; start = Blocks.end(start, radii.length)) {
          try (Scope block = Scope.open()) {
            long end = Blocks.end(start, radii.length);
            NDArray centres = samples.read(around, start, end);
            double[] bounds = java.util.Arrays.copyOfRange(radii, (int) start, (int) end);
            double[] found =
                WITHIN
                    .call(
                        centres,
                        centres.getManager().create(bounds),
                        rows,
                        Host.scalars(strict ? 1 : 0))
                    .toDoubleArray();
            for (int i = 0; i < found.length; i++) {
              hits[(int) from + i] += found[i];
            }
          }
        }
      }
    }
    return hits;
  }
}
