package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.irepa.compose.Plugins;
import io.irepa.config.ConfigException;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.train.SavedRun;
import io.irepa.train.TrainingRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Backbones, objectives, projectors, norms, depths, spaces and precisions with each other. Each
 * combination is composed and trains a step. The whole way, with data, several steps, saving, going
 * on and drawing from what is saved, is gone by few of them, in which any two choices meet.
 */
final class CombinationTest {
  private static Plugins plugins;

  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    plugins = Plugins.load(List.of(Path.of(System.getProperty("irepa.home"), "plugins")));
    assertThat(plugins.failures()).as("jars that cannot be used").isEmpty();
  }

  @AfterAll
  static void close() {
    plugins.close();
  }

  static List<Combination> all() {
    return Combination.all();
  }

  static List<Combination> pairwise() {
    return Pairwise.cover(Combination.all());
  }

  /** Both backbones with every objective, with an interval where it needs none and without else. */
  static Stream<Combination> withTheWrongInterval() {
    return Combination.all().stream()
        .filter(one -> one.depths().size() < 2 && one.norm().equals(Combination.NONE))
        .filter(one -> one.precision().equals("float32") && one.space().equals("pixel"))
        .map(one -> one.withInterval(!one.interval()));
  }

  private RunConfig read(Combination combination, String... overrides) {
    try {
      Path file = Files.writeString(folder.resolve("run.yaml"), combination.yaml());
      return new RunConfigReader(plugins).read(file, Arrays.asList(overrides));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path train(String name, Combination combination, String... overrides) {
    RunConfig config = read(combination, overrides);
    Path run = folder.resolve(name);
    TrainingRun.Outcome outcome =
        new TrainingRun(config, run, Map.of())
            .train(new TrainingRun.Resumption(false, false), () -> false);
    assertThat(outcome).as("outcome").isEqualTo(TrainingRun.Outcome.DONE);
    return run;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void trainsAStep(Combination combination) {
    Map<String, Double> numbers = OneStep.of(read(combination));
    assertThat(numbers.get("gradient-norm"))
        .as("gradient norm in %s", numbers)
        .isPositive()
        .isFinite();
    List<String> terms =
        numbers.keySet().stream().filter(name -> name.startsWith("loss.align.")).toList();
    assertThat(terms).as("terms of alignments").hasSize(combination.depths().size());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairwise")
  void goesOnToTheSameBitsAndIsDrawnFrom(Combination combination) throws IOException {
    train("halves", combination, "train.steps=2");
    Path halves = train("halves", combination, "train.steps=4");
    Path whole = train("whole", combination, "train.steps=4");
    for (String file : new String[] {"model", "ema", "optimizer"}) {
      String name = "checkpoints/step-4/" + file + ".safetensors";
      assertThat(Files.mismatch(halves.resolve(name), whole.resolve(name)))
          .as("first byte of %s that differs", name)
          .isEqualTo(-1);
    }
    Path grid =
        new SavedRun(read(combination), halves)
            .sample(
                List.of(3), 2, 1, new SavedRun.Weights.Named("decay-0.9"), folder.resolve("out"));
    assertThat(grid).as("the picture").isNotEmptyFile();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withTheWrongInterval")
  void oneTimeTooManyOrTooFewIsRefused(Combination combination) {
    String reason =
        combination.interval() ? "interval: false" : "has two times, r and t, but the backbone";
    assertThatThrownBy(() -> read(combination))
        .as("check")
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("objective")
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alignment.1.depth=3                     | alignment.1.depth     | 2 blocks",
        "alignment.1.encoder.grid=8              | alignment.1           | backbone 4x4",
        "backbone.channels=4                     | backbone.channels     | Set channels: 3",
        "backbone.input=32                       | backbone.input        | Set input: 16",
        "backbone.heads=3                        | backbone              | do not divide",
        "alignment.0.projector={type: none}      | alignment.0.projector | Installed: conv, linear, mlp",
        "sample.sampler={type: meanflow}         | sample.sampler        | embeds no interval",
      })
  void whatDoesNotFitIsRefused(String override, String where, String reason) {
    for (String backbone : List.of("sit", "jit")) {
      Combination fine =
          new Combination(
              backbone, "repa", false, "conv", "spatial", List.of(1, 2), "pixel", "float32");
      assertThatThrownBy(() -> read(fine, override))
          .as("check of %s with %s", fine, override)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(where)
          .hasMessageContaining(reason);
    }
  }
}
