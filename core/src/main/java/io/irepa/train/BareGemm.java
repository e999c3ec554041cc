package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.Map;

/** What the machine's best matrix product reaches: the yardstick of a step. */
final class BareGemm {
  /** Large enough for the caches not to matter, small enough for seconds. */
  private static final int SIDE = 2048;

  private static final int REPEATS = 4;
  private static final int ROUNDS = 3;

  private BareGemm() {}

  /** The best of some rounds, in GFLOP/s; the operands are cast before the time is taken. */
  static double gflops(NDManager manager, Precision precision) {
    Kernel once = kernel(precision, 1);
    Kernel many = kernel(precision, 1 + REPEATS);
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray a = manager.randomNormal(new Shape(SIDE, SIDE)).toType(precision.edgeType(), false);
      NDArray b = manager.randomNormal(new Shape(SIDE, SIDE)).toType(precision.edgeType(), false);
      double best = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        best = Math.min(best, seconds(many, a, b) - seconds(once, a, b));
      }
      return REPEATS * 2.0 * SIDE * SIDE * SIDE / best / 1e9;
    }
  }

  private static double seconds(Kernel kernel, NDArray a, NDArray b) {
    long begun = System.nanoTime();
    kernel.call(a, b).toType(DataType.FLOAT64, false).toDoubleArray();
    return (System.nanoTime() - begun) / 1e9;
  }

  private static Kernel kernel(Precision precision, int repeats) {
    return Kernel.of(
        BareGemm.class,
        "bare_gemm.ts.py",
        Map.of("compute", precision.compute(), "edge", precision.edge(), "repeats", repeats));
  }
}
