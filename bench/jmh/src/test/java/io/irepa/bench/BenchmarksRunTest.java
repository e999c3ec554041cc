package io.irepa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.tensor.Precision;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;

/** Each benchmark, once, at a tiny size: so that a change of a kernel does not leave it behind. */
final class BenchmarksRunTest {
  static {
    System.setProperty("irepa.bench.tiny", "true");
  }

  private static final List<Class<?>> CLASSES =
      List.of(
          BlockBenchmark.class,
          AttentionBenchmark.class,
          AlignmentBenchmark.class,
          UpdateBenchmark.class,
          InputBenchmark.class);

  static Stream<Method> benchmarks() {
    return CLASSES.stream()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Benchmark.class));
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void runs(Method benchmark) throws Exception {
    for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16)) {
      Class<?> type = benchmark.getDeclaringClass();
      Object instance = type.getDeclaredConstructor().newInstance();
      if (Arrays.stream(type.getFields()).anyMatch(field -> field.getName().equals("precision"))) {
        type.getField("precision").set(instance, precision);
      }
      type.getMethod("open").invoke(instance);
      try {
        assertThat((long) benchmark.invoke(instance))
            .as("numbers that %s computes in %s", benchmark.getName(), precision)
            .isPositive();
      } finally {
        type.getMethod("close").invoke(instance);
      }
    }
  }
}
