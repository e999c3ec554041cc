package io.irepa.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.irepa.plugin.irepa.ConvProjector;
import io.irepa.plugin.irepa.SpatialNorm;
import io.irepa.plugin.repa.CosineLoss;
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

/** Projection, target norm and loss of an alignment. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class AlignmentBenchmark {
  @Param({"FLOAT32", "BFLOAT16"})
  public Precision precision = Precision.FLOAT32;

  private final Bench bench = new Bench();
  private Kernel conv;
  private NDArray hidden;
  private NDArray weight;
  private NDArray bias;
  private NDArray projected;
  private NDArray target;

  private final Kernel cosine = Kernel.of(CosineLoss.class, "cosine_loss.ts.py");
  private final Kernel norm =
      Kernel.of(SpatialNorm.class, "spatial_norm.ts.py", Map.of("gamma", 0.6, "epsilon", 1e-6));

  @Setup
  public void open() {
    Sizes s = Sizes.chosen();
    conv =
        Kernel.of(
            ConvProjector.class,
            "conv_projector.ts.py",
            Map.of(
                "height", s.side(),
                "width", s.side(),
                "padding", 1,
                "compute", precision.compute(),
                "edge", precision.edge()));
    hidden = bench.parameter(s.batch(), s.tokens(), s.hidden());
    weight = bench.parameter(s.target(), s.hidden(), 3, 3);
    bias = bench.parameter(s.target());
    projected = bench.parameter(s.batch(), s.tokens(), s.target());
    target = bench.normal(s.batch(), s.tokens(), s.target());
  }

  @Benchmark
  public long convForwardAndBackward() {
    return bench.backward(() -> conv.call(hidden, weight, bias), new NDList(hidden, weight, bias));
  }

  @Benchmark
  public long cosineForwardAndBackward() {
    return bench.backward(() -> cosine.call(projected, target), new NDList(projected));
  }

  @Benchmark
  public long spatialNorm() {
    return bench.forward(() -> norm.call(target));
  }

  @TearDown(Level.Trial)
  public void close() {
    bench.close();
  }
}
