package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.irepa.tensor.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings that trade time for memory and must not change what is learnt. */
final class ManyWaysToTheSameTest {
  /** Six steps of three blocks. */
  private static final Map<String, String> RUN =
      Map.of(
          "train", "{steps: 6, batch: 8, checkpoint-every: 6, sample-every: 100}",
          "backbone.depth", "3",
          "alignment.0.depth", "2",
          "objective.label-drop", "0.5",
          "sample.count", "1");

  @TempDir private Path folder;

  /** The parameters after a run, by name. */
  private Map<String, double[]> trained(String name, Map<String, String> more) throws IOException {
    Toy toy = new Toy(Files.createDirectories(folder.resolve(name)));
    Map<String, String> settings = new LinkedHashMap<>(RUN);
    settings.putAll(more);
    Cli cli = toy.train(settings);
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    Map<String, double[]> parameters = new LinkedHashMap<>();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      for (Map.Entry<String, NDArray> entry :
          Safetensors.read(toy.checkpoint(6).resolve("model.safetensors"), manager).entrySet()) {
        NDArray wide = entry.getValue().toType(DataType.FLOAT64, true);
        parameters.put(entry.getKey(), wide.toDoubleArray());
      }
    }
    return parameters;
  }

  private static void assertClose(
      Map<String, double[]> actual, Map<String, double[]> expected, double tolerance) {
    assertThat(actual).as("names").containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, values) -> {
          assertThat(farthest(actual.get(name), values))
              .as("largest difference in " + name)
              .isCloseTo(0, within(tolerance));
        });
  }

  private static double farthest(double[] one, double[] other) {
    return IntStream.range(0, one.length)
        .mapToDouble(i -> Math.abs(one[i] - other[i]))
        .max()
        .orElse(0);
  }

  @ParameterizedTest
  @CsvSource({"float64, 1e-9", "float32, 1e-4"})
  void accumulationEqualsTheLargeBatch(String precision, double tolerance) throws IOException {
    Map<String, double[]> whole = trained("1", Map.of("precision", precision));
    for (String parts : new String[] {"2", "4"}) {
      assertClose(
          trained(parts, Map.of("precision", precision, "train.accumulate", parts)),
          whole,
          tolerance);
    }
  }

  @ParameterizedTest
  @CsvSource({"float64, 1e-9", "float32, 1e-4", "bfloat16, 2e-3"})
  void recomputationEqualsPlainTraining(String precision, double tolerance) throws IOException {
    assertClose(
        trained("again", Map.of("precision", precision, "train.recompute", "true")),
        trained("plain", Map.of("precision", precision)),
        tolerance);
  }

  /** Else the tests above could not fail. */
  @Test
  void anotherSeedLearnsSomethingElse() throws IOException {
    Map<String, double[]> one = trained("0", Map.of("seed", "0"));
    Map<String, double[]> other = trained("1", Map.of("seed", "1"));
    String name = "backbone.final_layer.linear.weight";
    assertThat(farthest(one.get(name), other.get(name))).as(name).isGreaterThan(1e-3);
  }
}
