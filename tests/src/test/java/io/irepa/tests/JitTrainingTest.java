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

/** JiT from pixels, with its plugin's jar: trained, saved, resumed, sampled, and refused. */
final class JitTrainingTest {
  private static final String JIT =
      "{type: jit, patch: 4, hidden: 16, depth: 2, heads: 2, bottleneck: 8, context: 3,"
          + " input: 16, classes: 8}";

  @TempDir private Path folder;

  private Toy toy(String name) throws IOException {
    return new Toy(Files.createDirectories(folder.resolve(name)));
  }

  private static Cli train(Toy toy, Map<String, String> further) {
    Map<String, String> overrides = new HashMap<>();
    overrides.put("backbone", JIT);
    overrides.put("objective", "{type: jit}");
    overrides.put("alignment.0.depth", "2");
    overrides.put("alignment.0.projector", "{type: conv}");
    overrides.put("alignment.0.norm", "{type: spatial}");
    overrides.put("ema.decays", "[0.9999, 0.9996]");
    overrides.putAll(further);
    return toy.train(overrides);
  }

  private static void assertTrained(Cli cli) {
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "bfloat16"})
  void aResumedRunEndsAtTheBitsOfAWholeOne(String precision) throws IOException {
    Toy halves = toy("halves");
    assertTrained(train(halves, Map.of("precision", precision, "train.steps", "2")));
    assertTrained(train(halves, Map.of("precision", precision)));
    Toy whole = toy("whole");
    assertTrained(train(whole, Map.of("precision", precision)));
    for (String file : new String[] {"model", "ema", "optimizer"}) {
      assertThat(halves.checkpoint(4).resolve(file + ".safetensors"))
          .as(file)
          .hasSameBinaryContentAs(whole.checkpoint(4).resolve(file + ".safetensors"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"euler", "heun", "sde"})
  void samplesAreDrawnWithGuidance(String sampler) throws IOException {
    Toy toy = toy("toy");
    assertTrained(
        train(
            toy,
            Map.of(
                "train.steps",
                "1",
                "sample",
                "{sampler: %s, steps: 3, guidance: {scale: 2.9, low: 0.1, high: 1.0}, count: 8}"
                    .formatted(sampler),
                "train.sample-every",
                "1")));
    assertThat(toy.run().resolve("samples/step-1.png")).as("the picture").exists();
  }

  @Test
  void aCheckpointOfThePublishedLayoutComesBackWithBothAverages() throws IOException {
    Toy toy = toy("toy");
    assertTrained(train(toy, Map.of()));
    Path file = folder.resolve("jit.pt");
    assertTrained(Cli.run("export", toy.run().toString(), file.toString()));
    Path config = toy.run().resolve("config.yaml");
    Path back = folder.resolve("back");
    Cli cli = Cli.run("import", file.toString(), back.toString(), "--config", config.toString());
    assertTrained(cli);
    for (String name : new String[] {"model", "ema", "ema-1"}) {
      assertThat(back.resolve("checkpoints/step-4").resolve(name + ".safetensors"))
          .as(name)
          .hasSameBinaryContentAs(toy.checkpoint(4).resolve(name + ".safetensors"));
    }
  }

  /** Alignment at both of its depths, and none; the other objective; the other backbone. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alignment.0.depth | 1",
        "alignment.0.projector | {type: mlp, width: 8}",
        "alignment.0.projector | {type: linear}",
        "alignment.0.weight | 0",
        "objective | {type: repa}",
        "backbone | {type: sit, patch: 4, hidden: 16, depth: 2, heads: 2, channels: 3, input: 16, classes: 8}"
      })
  void combinationsTrain(String key, String value) throws IOException {
    assertTrained(train(toy("toy"), Map.of("train.steps", "2", key, value)));
  }

  @Test
  void aTimeFloorOfZeroIsRefused() throws IOException {
    assertFails(
        train(toy("toy"), Map.of("objective", "{type: jit, time-floor: 0}")),
        2,
        "objective.time-floor",
        "above 0");
  }

  @Test
  void aBackboneWithAnIntervalIsRefused() throws IOException {
    assertFails(
        train(toy("toy"), Map.of("backbone.interval", "true")), 2, "objective", "interval: false");
  }

  @Test
  void contextThatNeverEntersIsRefused() throws IOException {
    assertFails(
        train(toy("toy"), Map.of("backbone.context-start", "2")), 2, "backbone.context-start");
  }
}
