package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code irepa cache features}, and training from what it makes. */
final class FeatureCacheRunTest {
  /** Tokens of the images' colours; cannot be made while the property is set. */
  private static final String ENCODER =
      """
      package acme;

      import ai.djl.ndarray.NDArray;
      import com.google.inject.Inject;
      import io.irepa.spi.*;
      import java.io.IOException;
      import java.io.UncheckedIOException;
      import java.nio.file.Files;
      import java.nio.file.Path;
      import org.pf4j.Extension;

      @Extension
      @Component("acme-encoder")
      public final class Colours implements Encoder {
        public record Config(@Doc("factor") Path weights) implements Encoder.Shaped {
          @Override
          public TokenShape tokens() {
            return new TokenShape(new Grid(4, 4), 48);
          }
        }

        private final float factor;

        @Inject
        public Colours(Config config) {
          if (System.getProperty("acme.refuses") != null) {
            throw new IllegalStateException("an encoder is loaded");
          }
          try {
            factor = Float.parseFloat(Files.readString(config.weights()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        @Override
        public TokenShape shape() {
          return new TokenShape(new Grid(4, 4), 48);
        }

        @Override
        public NDArray tokens(NDArray images) {
          return images.reshape(-1, 3, 4, 4, 4, 4).transpose(0, 2, 4, 1, 3, 5)
              .reshape(-1, 16, 48).add(0.5f).mul(factor);
        }

        @Override
        public String fingerprint() {
          return "colours " + factor;
        }
      }
      """;

  @TempDir private Path folder;
  private Toy toy;

  @BeforeEach
  void prepare() {
    toy = new Toy(folder);
  }

  private Map<String, String> cached(String more) {
    return new TreeMap<>(
        Map.of(
            "alignment.0.cache", "{path: '%s', %s}".formatted(folder.resolve("features"), more)));
  }

  private Cli cache(Map<String, String> overrides, String... further) {
    return Cli.run(arguments(overrides, further).toArray(String[]::new));
  }

  private List<String> arguments(Map<String, String> overrides, String... further) {
    List<String> arguments = new ArrayList<>(List.of("cache", "features", toy.config().toString()));
    overrides.forEach((key, value) -> arguments.addAll(List.of("-s", key + "=" + value)));
    arguments.addAll(List.of(further));
    return arguments;
  }

  private static void assertDone(Cli cli) {
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  private Map<String, String> images(int count) throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < 256; p++) {
        image.setRGB(p % 16, p / 16, random.nextInt(1 << 24));
      }
      Path file = folder.resolve("data/cat/%03d.png".formatted(i));
      Files.createDirectories(file.getParent());
      assertThat(ImageIO.write(image, "png", file.toFile())).as("written").isTrue();
    }
    return Map.of("data.path", folder.resolve("data").toString());
  }

  @Test
  void trainingFromAnExactCacheGivesTheBitsOfTrainingWithTheEncoder() throws IOException {
    assertDone(toy.train(Map.of("name", "live")));
    assertDone(cache(cached("precision: float32")));
    Map<String, String> overrides = cached("precision: float32");
    overrides.put("name", "cached");
    assertDone(toy.train(overrides));
    assertThat(folder.resolve("runs/cached/checkpoints/step-4/model.safetensors"))
        .as("parameters after four steps")
        .hasSameBinaryContentAs(folder.resolve("runs/live/checkpoints/step-4/model.safetensors"));
  }

  @Test
  void mirroredImagesLeftToTheEncoderGiveTheBitsOfTrainingWithTheEncoder() throws IOException {
    assertDone(toy.train(Map.of("name", "live", "train.accumulate", "2")));
    Map<String, String> overrides = cached("precision: float32, flips: recomputed");
    assertDone(cache(overrides));
    overrides.put("name", "cached");
    overrides.put("train.accumulate", "2");
    assertDone(toy.train(overrides));
    assertThat(folder.resolve("runs/cached/checkpoints/step-4/model.safetensors"))
        .as("parameters after four steps")
        .hasSameBinaryContentAs(folder.resolve("runs/live/checkpoints/step-4/model.safetensors"));
  }

  @ParameterizedTest
  @CsvSource({"float32, 0", "bfloat16, 0.004", "int8, 0.02"})
  void roundingChangesTheLossByNoMoreThanIsTold(String precision, double most) throws IOException {
    assertDone(toy.train(Map.of("name", "live")));
    Map<String, String> overrides = cached("precision: " + precision);
    Cli cli = cache(overrides);
    assertDone(cli);
    double told =
        Double.parseDouble(
            cli.out().replaceAll("(?s).*changes a cosine loss by at most (\\S+).*", "$1"));
    assertThat(told).as("told").isLessThanOrEqualTo(most);
    overrides.put("name", "cached");
    assertDone(toy.train(overrides));
    assertThat(Math.abs(firstLoss("cached") - firstLoss("live")))
        .as("change of the alignment loss in the first step")
        .isLessThanOrEqualTo(1.2 * told);
  }

  private double firstLoss(String run) throws IOException {
    String line = Files.readAllLines(folder.resolve("runs/" + run + "/metrics.jsonl")).get(0);
    return new ObjectMapper().readTree(line).findValue("loss.align").asDouble();
  }

  @Test
  void severalEncodersHaveACacheEachAndEqualOnesShareOne() throws IOException {
    String alignment =
        """
        [{encoder: {type: hog, input: 32, grid: 4, size: 32, cell: 2, block: 2}, cache: {path: 'F'}},
         {encoder: {type: hog, input: 32, grid: 4, size: 16, cell: 2, block: 2}, norm: {type: none}, projector: {type: mlp, width: 8}, cache: {path: 'F', precision: int8}},
         {encoder: {type: hog, input: 32, grid: 4, size: 32, cell: 2, block: 2}, weight: 0.3, cache: {path: 'F'}}]
        """
            .replace("F", folder.resolve("features").toString());
    Map<String, String> overrides = Map.of("alignment", alignment);
    assertDone(cache(overrides));
    try (Stream<Path> caches = Files.list(folder.resolve("features"))) {
      assertThat(caches).as("caches").hasSize(2);
    }
    assertDone(toy.train(overrides));
  }

  @Test
  void doesWithoutTheEncoderAndNoticesOtherWeights() throws IOException {
    Path plugins = folder.resolve("plugins");
    new PluginMaker(plugins).jar(ENCODER);
    Path weights = toy.write("weights.txt", "1.5");
    Map<String, String> overrides = cached("precision: bfloat16");
    overrides.put("alignment.0.encoder", "{type: acme-encoder, weights: '%s'}".formatted(weights));
    String[] further = {"--plugins", plugins.toString()};
    assertDone(cache(overrides, further));
    System.setProperty("acme.refuses", "");
    try {
      assertDone(toy.train(overrides, further));
    } finally {
      System.clearProperty("acme.refuses");
    }
    FileTime time = Files.getLastModifiedTime(weights);
    Files.setLastModifiedTime(Files.writeString(weights, "1.6"), time);
    overrides.put("name", "other");
    Failure.assertFails(
        toy.train(overrides, further),
        1,
        "no cached features",
        "encoder.weights",
        "cache features");
  }

  @Test
  void aChangedImageIsNoticedAndEncodedAgain() throws IOException {
    Map<String, String> overrides = cached("shard: 2");
    overrides.putAll(images(6));
    assertThat(cache(overrides).out()).as("first time").contains("6 images encoded, 0 already");
    assertThat(cache(overrides).out()).as("nothing new").contains("0 images encoded, 6 already");
    Files.copy(
        folder.resolve("data/cat/000.png"),
        folder.resolve("data/cat/005.png"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Failure.assertFails(toy.train(overrides), 1, "Image 5", "has changed");
    assertThat(cache(overrides).out()).as("its file").contains("2 images encoded, 4 already");
    overrides.put("name", "again");
    assertDone(toy.train(overrides));
  }

  @Test
  void anImageThatCannotBeReadIsPassedOver() throws IOException {
    Map<String, String> overrides = cached("shard: 4");
    overrides.putAll(images(6));
    Files.writeString(folder.resolve("data/cat/003.png"), "no image");
    overrides.put("data.broken-limit", "0.5");
    assertThat(cache(overrides).out()).as("summary").contains("5 images encoded", "1 cannot be");
    assertDone(toy.train(overrides));
  }

  @Test
  void withoutACacheInTheConfigurationThereIsNothingToDo() {
    Failure.assertFails(cache(Map.of()), 2, "No alignment", "cache: {path");
  }

  @Test
  void trainingBeforeCachingSaysWhatToDo() {
    Failure.assertFails(toy.train(cached("precision: int8")), 1, "Run 'irepa cache features'");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes are killed with signals")
  void killedAgainAndAgainItEndsWithTheBytesOfAnUndisturbedRun() throws Exception {
    Random random = new Random(5);
    Map<String, String> overrides = cached("shard: 16, precision: float32");
    Path features = folder.resolve("features");
    long before = 0;
    for (int kill = 0; kill < 5; kill++) {
      try (TrainingProcess process =
          TrainingProcess.start(folder, arguments(overrides, "--batch", "4"))) {
        while (process.isAlive() && shards(features).size() <= before) {
          Thread.sleep(2);
        }
        Thread.sleep(random.nextInt(30));
        process.kill();
      }
      before = shards(features).size();
    }
    assertDone(cache(overrides, "--batch", "4"));
    Failure.assertNothingHalfWritten(features);
    Map<String, byte[]> resumed = shards(features);
    Files.move(features, folder.resolve("resumed"));
    assertDone(cache(overrides));
    Map<String, byte[]> undisturbed = shards(features);
    assertThat(resumed.keySet()).as("files").isEqualTo(undisturbed.keySet());
    undisturbed.forEach((name, bytes) -> assertThat(resumed.get(name)).as(name).isEqualTo(bytes));
  }

  private static Map<String, byte[]> shards(Path features) throws IOException {
    Map<String, byte[]> shards = new TreeMap<>();
    if (Files.exists(features)) {
      try (Stream<Path> files = Files.walk(features)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".tokens")).toList()) {
          shards.put(features.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return shards;
  }
}
