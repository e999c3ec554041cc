package io.irepa.bench;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Host;
import io.irepa.tensor.Kernel;
import io.irepa.train.AdamW;
import io.irepa.train.Averages;
import io.irepa.train.Trainer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What follows the gradients: clipping, AdamW and the averages, over all parameters. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class UpdateBenchmark {
  private final Bench bench = new Bench();
  private final Kernel clip = Kernel.of(Trainer.class, "clip.ts.py");
  private final Kernel lerp = Kernel.of(Averages.class, "lerp.ts.py");
  private final Kernel adamw =
      Kernel.of(AdamW.class, "adamw.ts.py", Map.of("beta1", 0.9, "beta2", 0.999, "epsilon", 1e-8));
  private final NDList parameters = new NDList();
  private final NDList gradients = new NDList();
  private final NDList averages = new NDList();
  private final NDList squares = new NDList();
  private NDList losses;
  private NDList skip;

  @Setup
  public void open() {
    Sizes s = Sizes.chosen();
    int d = s.hidden();
    for (int block = 0; block < s.depth(); block++) {
      for (int[] layer : new int[][] {{6 * d, d}, {3 * d, d}, {d, d}, {4 * d, d}, {d, 4 * d}}) {
        add(layer[0], layer[1]);
        add(layer[0]);
      }
    }
    losses = new NDList(bench.normal(2));
    skip = new NDList(bench.manager().zeros(new Shape(1)));
  }

  private void add(long... shape) {
    parameters.add(bench.normal(shape));
    gradients.add(bench.normal(shape));
    averages.add(bench.manager().zeros(new Shape(shape)));
    squares.add(bench.manager().zeros(new Shape(shape)));
  }

  @Benchmark
  public long clip() {
    // 1e30 never scales down: the factor is 1, and the pass over the gradients is the same.
    return bench.forward(
        () -> clip.callLists(gradients, new NDList(Host.scalars(1e30)), losses).get(0));
  }

  @Benchmark
  public long adamw() {
    return bench.forward(
        () ->
            adamw
                .callLists(
                    parameters,
                    gradients,
                    averages,
                    squares,
                    new NDList(Host.scalars(1e-4, 1, 0)),
                    skip)
                .get(0));
  }

  @Benchmark
  public long average() {
    return bench.forward(
        () -> lerp.callLists(averages, parameters, new NDList(Host.scalars(1e-4))).get(0));
  }

  @TearDown(Level.Trial)
  public void close() {
    bench.close();
  }
}
