package io.irepa.tests;

import static io.irepa.tests.Failure.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MeanFlow at toy size, with the real plugin jar. */
final class MeanFlowRunTest {
  private static final Map<String, String> MEAN_FLOW =
      Map.of(
          "backbone.interval", "true",
          "objective", "{type: meanflow, unequal: 0.5, guidance: {omega: 1.5, kappa: 0.2}}",
          "sample.sampler", "{type: meanflow}",
          "sample.steps", "1");

  @TempDir private Path folder;

  private Toy toy(String name) throws IOException {
    return new Toy(Files.createDirectories(folder.resolve(name)));
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> overrides = new HashMap<>(MEAN_FLOW);
    overrides.put(key, value);
    return overrides;
  }

  private static void assertFine(Cli cli) {
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"meanflow", "improved-meanflow"})
  void goesOnFromACheckpointToTheSameBits(String type) throws IOException {
    Toy halves = toy("halves");
    assertFine(halves.train(with("objective", "{type: " + type + ", unequal: 0.5}")));
    Map<String, String> longer = with("objective", "{type: " + type + ", unequal: 0.5}");
    longer.put("train.steps", "8");
    assertFine(halves.train(longer));
    Toy whole = toy("whole");
    assertFine(whole.train(longer));
    String model = "model.safetensors";
    assertThat(halves.checkpoint(8).resolve(model))
        .as("parameters after a break at step 4")
        .hasSameBinaryContentAs(whole.checkpoint(8).resolve(model));
  }

  @Test
  void samplesInOneStepAndInSeveralAndAlongItsVelocities() throws IOException {
    Toy toy = toy("run");
    assertFine(toy.train(with("precision", "bfloat16")));
    assertFine(toy.sample("--out", folder.resolve("one").toString()));
    assertFine(toy.sample("-s", "sample.steps=4", "--out", folder.resolve("four").toString()));
    assertFine(
        toy.sample("-s", "sample.sampler={type: euler}", "--out", folder.resolve("v").toString()));
    assertThat(folder.resolve("one/grid.png")).exists();
    assertThat(folder.resolve("four/grid.png")).exists();
    assertThat(folder.resolve("v/grid.png")).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "backbone.interval          | false | interval: true",
        "objective.unequal          | 1.5   | at most 1",
        "objective.unequal          | -0.1  | at least 0",
        "objective.label-drop       | 2     | at most 1",
        "objective.guidance.kappa   | 1     | kappa must be below 1",
        "objective.adaptive-epsilon | 0     | above 0",
        "objective.time             | late  | logit-normal",
        "objective.type             | repa  | interval: false"
      })
  void whatCannotBeTrainedIsRefusedWithAReason(String key, String value, String reason)
      throws IOException {
    Map<String, String> overrides = with(key, value);
    if (key.equals("objective.type")) {
      overrides.put("objective", "{type: repa}");
      overrides.remove(key);
    }
    assertFails(toy("bad").train(overrides), 2, reason);
  }

  @Test
  void theSamplerIsRefusedWhereNoAverageVelocityIsLearnt() throws IOException {
    assertFails(toy("plain").train(Map.of("sample.sampler", "{type: meanflow}")), 2, "no interval");
  }
}
