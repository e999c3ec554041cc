package io.irepa.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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

/** Attention composed of products against the fused operator. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class AttentionBenchmark {
  private static final String TEXT =
      """
      def forward(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
          q = torch.to(q, ${compute})
          k = torch.to(k, ${compute})
          v = torch.to(v, ${compute})
          if ${fused-here}:
              result = torch.scaled_dot_product_attention(q, k, v)
          else:
              scores = torch.matmul(q, torch.transpose(k * ${scale}, -2, -1))
              result = torch.matmul(torch.softmax(scores, -1), v)
          return torch.to(result, ${edge})
      """;

  @Param({"FLOAT32", "BFLOAT16"})
  public Precision precision = Precision.FLOAT32;

  @Param({"false", "true"})
  public boolean fused;

  @Param({"64", "256"})
  public int tokens = 64;

  private final Bench bench = new Bench();
  private Kernel kernel;
  private NDList inputs;

  @Setup
  public void open() {
    Sizes s = Sizes.chosen();
    int width = s.hidden() / s.heads();
    kernel =
        Kernel.text(
            "attention",
            TEXT,
            Map.of(
                "compute", precision.compute(),
                "edge", precision.edge(),
                "fused-here", fused,
                "scale", Math.pow(width, -0.5)));
    inputs = new NDList();
    for (int i = 0; i < 3; i++) {
      inputs.add(bench.parameter(s.batch(), s.heads(), tokens, width));
    }
  }

  private NDArray run() {
    return kernel.call(inputs.get(0), inputs.get(1), inputs.get(2));
  }

  @Benchmark
  public long forward() {
    return bench.forward(this::run);
  }

  @Benchmark
  public long forwardAndBackward() {
    return bench.backward(this::run, inputs);
  }

  @TearDown(Level.Trial)
  public void close() {
    bench.close();
  }
}
