package io.irepa.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.irepa.plugin.sit.Sit;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Precision;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One block of SiT. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class BlockBenchmark {
  @Param({"FLOAT32", "BFLOAT16"})
  public Precision precision = Precision.FLOAT32;

  private final Bench bench = new Bench();
  private Kernel kernel;
  private NDList tokens;
  private NDList weights;

  @Setup
  public void open() {
    Sizes s = Sizes.chosen();
    int d = s.hidden();
    kernel =
        Kernel.of(
            Sit.class,
            "sit_block.ts.py",
            Map.of(
                "compute", precision.compute(),
                "edge", precision.edge(),
                "heads", s.heads(),
                "qk-norm", false));
    tokens = new NDList(bench.parameter(s.batch(), s.tokens(), d), bench.parameter(s.batch(), d));
    weights = new NDList();
    for (int[] layer : new int[][] {{6 * d, d}, {3 * d, d}, {d, d}, {4 * d, d}, {d, 4 * d}}) {
      weights.add(bench.parameter(layer[0], layer[1]));
      weights.add(bench.parameter(layer[0]));
    }
  }

  private NDArray run() {
    return kernel.callLists(tokens, weights).singletonOrThrow();
  }

  @Benchmark
  public long forward() {
    return bench.forward(this::run);
  }

  @Benchmark
  public long forwardAndBackward() {
    NDList of = new NDList(tokens);
    of.addAll(weights);
    return bench.backward(this::run, of);
  }

  @TearDown(Level.Trial)
  public void close() {
    bench.close();
  }
}
