package io.irepa.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.irepa.plugin.encoders.Hog;
import io.irepa.tensor.SeededDraws;
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

/** What a step is given: HOG's tokens, and its draws. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class InputBenchmark {
  private final Bench bench = new Bench();
  private final Hog hog = new Hog(new Hog.Config(64, 8, 128, 2, 4));
  private NDArray images;
  private Shape noise;

  @Setup
  public void open() {
    Sizes s = Sizes.chosen();
    try (io.irepa.tensor.Scope scope = io.irepa.tensor.Scope.open()) {
      NDArray uniform = bench.manager().randomUniform(0, 1, new Shape(s.batch(), 3, 64, 64));
      images = scope.keep(uniform, bench.manager());
    }
    noise = new Shape(s.batch(), 4, 2L * s.side(), 2L * s.side());
  }

  @Benchmark
  public long hog() {
    return bench.forward(() -> hog.tokens(images));
  }

  @Benchmark
  public long draws() {
    return bench.forward(() -> new SeededDraws(bench.manager(), 0, 1).normal("noise", noise));
  }

  @TearDown(Level.Trial)
  public void close() {
    bench.close();
  }
}
