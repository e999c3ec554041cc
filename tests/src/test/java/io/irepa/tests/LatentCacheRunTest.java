package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code irepa cache latents}, and training from what it makes. */
final class LatentCacheRunTest {
  private static final int IMAGES = 7;

  @TempDir private Path folder;
  private Toy toy;
  private ToyAutoencoder autoencoder;
  private Path weights;

  @BeforeEach
  void prepare() throws IOException {
    toy = new Toy(folder);
    autoencoder = ToyAutoencoder.made(folder.resolve("plugins"));
    weights = toy.write("weights.txt", "1.5");
    images();
  }

  @AfterEach
  void nothingStays() throws IOException {
    System.clearProperty(ToyAutoencoder.SIDES);
    Failure.assertNothingHalfWritten(folder);
  }

  private Map<String, String> live() {
    Map<String, String> overrides = new TreeMap<>(ToyAutoencoder.overrides(weights));
    overrides.put("data.path", folder.resolve("data").toString());
    return overrides;
  }

  private Map<String, String> cached(String more) {
    Map<String, String> overrides = live();
    overrides.put("latents", "{path: '%s', %s}".formatted(folder.resolve("latents"), more));
    return overrides;
  }

  private Map<String, String> bothCached(String more) {
    Map<String, String> overrides = cached(more);
    overrides.put(
        "alignment.0.cache",
        "{path: '%s', precision: float32}".formatted(folder.resolve("features")));
    return overrides;
  }

  private Cli cache(Map<String, String> overrides, String... further) {
    return Cli.run(arguments("latents", overrides, further).toArray(String[]::new));
  }

  private List<String> arguments(String what, Map<String, String> overrides, String... further) {
    List<String> arguments = new ArrayList<>(List.of("cache", what, toy.config().toString()));
    arguments.addAll(List.of("--plugins", autoencoder.folder().toString()));
    overrides.forEach((key, value) -> arguments.addAll(List.of("-s", key + "=" + value)));
    arguments.addAll(List.of(further));
    return arguments;
  }

  private Cli train(Map<String, String> overrides, String name) {
    Map<String, String> named = new TreeMap<>(overrides);
    named.put("name", name);
    return toy.train(named, "--plugins", autoencoder.folder().toString());
  }

  private static void assertDone(Cli cli) {
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  private void assertSameParameters(String run, String other) {
    assertThat(parameters(run))
        .as("parameters of %s after four steps", run)
        .hasSameBinaryContentAs(parameters(other));
  }

  private Path parameters(String run) {
    return folder.resolve("runs/" + run + "/checkpoints/step-4/model.safetensors");
  }

  private void images() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < IMAGES; i++) {
      BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      for (int p = 0; p < 256; p++) {
        image.setRGB(p % 16, p / 16, random.nextInt(1 << 24));
      }
      Path file = image(i);
      Files.createDirectories(file.getParent());
      assertThat(ImageIO.write(image, "png", file.toFile())).as("written").isTrue();
    }
  }

  private Path image(int index) {
    return folder.resolve("data/cat/%03d.png".formatted(index));
  }

  @Test
  void trainingFromExactMomentsGivesTheBitsOfTrainingWithTheAutoencoder() {
    Map<String, String> live = live();
    live.put("train.accumulate", "2");
    assertDone(train(live, "live"));
    Map<String, String> cached = cached("precision: float32");
    cached.put("train.accumulate", "2");
    assertDone(cache(cached));
    assertDone(train(cached, "cached"));
    assertSameParameters("cached", "live");
  }

  @Test
  void mirroredImagesLeftToTheAutoencoderGiveTheBitsOfTrainingWithIt() {
    Map<String, String> live = live();
    live.put("train.accumulate", "2");
    assertDone(train(live, "live"));
    Map<String, String> cached = cached("flips: recomputed");
    cached.put("train.accumulate", "2");
    assertDone(cache(cached));
    assertDone(train(cached, "cached"));
    assertSameParameters("cached", "live");
  }

  @Test
  void withBothCachesNoImageIsReadAndTheBitsAreThoseOfTrainingWithBothNetworks()
      throws IOException {
    assertDone(train(live(), "live"));
    Map<String, String> cached = bothCached("");
    assertDone(cache(cached));
    assertDone(Cli.run(arguments("features", cached).toArray(String[]::new)));
    for (int i = 0; i < IMAGES; i++) {
      FileTime time = Files.getLastModifiedTime(image(i));
      Files.write(image(i), new byte[(int) Files.size(image(i))]);
      Files.setLastModifiedTime(image(i), time);
    }
    assertDone(train(cached, "cached"));
    assertSameParameters("cached", "live");
  }

  @Test
  void imagesOfAnotherDateAreLookedAtAgain() throws IOException {
    Map<String, String> cached = bothCached("");
    assertDone(cache(cached));
    assertDone(Cli.run(arguments("features", cached).toArray(String[]::new)));
    assertDone(train(cached, "before"));
    for (int i = 0; i < IMAGES; i++) {
      Files.setLastModifiedTime(image(i), FileTime.fromMillis(1_000_000_000_000L));
    }
    assertDone(train(cached, "after"));
    assertSameParameters("after", "before");
    Files.copy(image(0), image(5), StandardCopyOption.REPLACE_EXISTING);
    Failure.assertFails(train(cached, "changed"), 1, "Image 5", "has changed", "irepa cache");
  }

  @Test
  void theEncoderIsLoadedToCacheAloneAndTheDecoderToSampleAlone() {
    Map<String, String> cached = cached("");
    System.setProperty(ToyAutoencoder.SIDES, "ENCODER");
    assertDone(cache(cached));
    System.setProperty(ToyAutoencoder.SIDES, "DECODER");
    cached.put("train.sample-every", "2");
    assertDone(train(cached, "toy"));
    assertThat(folder.resolve("runs/toy/samples/step-2.png")).as("samples").isNotEmptyFile();
    assertDone(toy.sample("--plugins", autoencoder.folder().toString()));
  }

  @Test
  void trainingBetweenSamplesLoadsNothingOfTheAutoencoder() {
    Map<String, String> cached = cached("");
    assertDone(cache(cached));
    System.setProperty(ToyAutoencoder.SIDES, "");
    Failure.assertFails(train(cached, "toy"), 1, "loaded: [DECODER]");
    assertThat(folder.resolve("runs/toy/checkpoints/step-2"))
        .as("a checkpoint from before the samples")
        .exists();
  }

  @ParameterizedTest
  @CsvSource({
    "float32, moments, 0, 0",
    "bfloat16, moments, 1e-4, 0.01",
    "float32, samples, 0, 0",
    "bfloat16, samples, 1e-4, 0.01"
  })
  void everyFormTrains(String precision, String content, double least, double most) {
    Map<String, String> cached = cached("precision: %s, content: %s".formatted(precision, content));
    Cli cli = cache(cached);
    assertDone(cli);
    assertThat(
            Double.parseDouble(
                cli.out().replaceAll("(?s).*moves what is kept by (\\S+) of.*", "$1")))
        .as("what rounding is told to do")
        .isBetween(least, most);
    assertDone(train(cached, "cached"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"float64", "bfloat16"})
  void everyPrecisionTrainsWithMirroredImagesLeftToTheAutoencoder(String precision) {
    Map<String, String> cached = cached("flips: recomputed");
    cached.put("precision", precision);
    assertDone(cache(cached));
    assertDone(train(cached, "cached"));
  }

  @Test
  void samplesStayTheSameWhatTheBatchIs() throws IOException {
    Map<String, String> cached = cached("content: samples");
    assertDone(cache(cached, "--batch", "32"));
    Map<String, byte[]> large = shards();
    Files.move(folder.resolve("latents"), folder.resolve("large"));
    assertDone(cache(cached, "--batch", "2"));
    Map<String, byte[]> small = shards();
    assertThat(small.keySet()).as("files").isEqualTo(large.keySet()).isNotEmpty();
    large.forEach((name, bytes) -> assertThat(small.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void resumesToTheBitsOfAnUninterruptedRun() {
    Map<String, String> cached = bothCached("precision: bfloat16");
    assertDone(cache(cached));
    assertDone(Cli.run(arguments("features", cached).toArray(String[]::new)));
    cached.put("train.steps", "2");
    assertDone(train(cached, "halves"));
    cached.put("train.steps", "4");
    assertDone(train(cached, "halves"));
    assertDone(train(cached, "whole"));
    assertSameParameters("halves", "whole");
  }

  @Test
  void aChangedImageIsNoticedAndEncodedAgainAndTheOthersAreNotRead() throws IOException {
    Map<String, String> cached = cached("shard: 2");
    assertThat(cache(cached).out()).as("first time").contains("7 images encoded, 0 already");
    FileTime time = Files.getLastModifiedTime(image(0));
    byte[] whole = Files.readAllBytes(image(0));
    Files.write(image(0), new byte[whole.length]);
    Files.setLastModifiedTime(image(0), time);
    Files.write(image(5), whole);
    Cli again = cache(cached);
    assertDone(again);
    assertThat(again.out()).as("its file").contains("2 images encoded, 5 already there\n");
  }

  @Test
  void anotherSizeOfFilesIsOfTheSameCache() throws IOException {
    assertDone(cache(cached("shard: 100")));
    assertThat(cache(cached("shard: 50")).out()).as("again").contains(" 0 images encoded");
    assertDone(train(cached("shard: 50"), "cached"));
  }

  @Test
  void anImageThatCannotBeReadIsPassedOver() throws IOException {
    Map<String, String> cached = bothCached("shard: 4");
    Files.writeString(image(3), "no image");
    cached.put("data.broken-limit", "0.5");
    assertThat(cache(cached).out()).as("summary").contains("6 images encoded", "1 cannot be");
    assertDone(Cli.run(arguments("features", cached).toArray(String[]::new)));
    assertDone(train(cached, "cached"));
    cached.put("data.broken-limit", "0");
    Failure.assertFails(train(cached, "strict"), 1, "damaged", "image 3", "could not be read");
  }

  @ParameterizedTest
  @CsvSource({
    "autoencoder.log-variance, -2.0, autoencoder.log-variance",
    "data.flip, false, orientations",
    "latents.content, samples, content",
    "latents.precision, bfloat16, precision"
  })
  void otherSettingsAreRefusedWithTheDifference(String key, String value, String difference) {
    Map<String, String> cached = cached("");
    assertDone(cache(cached));
    cached.put(key, value);
    Failure.assertFails(
        train(cached, "other"), 1, "no cached latents", difference + " is", "irepa cache latents");
  }

  @Test
  void otherWeightsAreRefused() throws IOException {
    Map<String, String> cached = cached("");
    assertDone(cache(cached));
    FileTime time = Files.getLastModifiedTime(weights);
    Files.setLastModifiedTime(Files.writeString(weights, "1.6"), time);
    Failure.assertFails(
        train(cached, "other"), 1, "no cached latents", "autoencoder.weights", "was 3 bytes");
  }

  @Test
  void latentsOfAnotherShapeThanToldAreRefused() throws IOException {
    Map<String, String> cached = cached("");
    cached.put("autoencoder.channels", "4");
    cached.put("backbone.channels", "4");
    Failure.assertFails(
        cache(cached), 1, "latents of the shape (7, 6, 8, 8)", "8 rows of 64 numbers");
    assertThat(shards()).as("files").isEmpty();
  }

  @Test
  void anObjectiveThatTrainsTheAutoencoderIsRefused() throws IOException {
    autoencoder.withObjective();
    Map<String, String> cached = cached("");
    cached.put("objective", "{type: acme-end-to-end}");
    Failure.assertFails(train(cached, "refused"), 2, "latents", "trains the autoencoder");
  }

  @ParameterizedTest
  @CsvSource({
    "true, 'seen (4, 3, 16, 16) beside (4, 3, 8, 8)'",
    "false, 'the objective does not say that it needs images'"
  })
  void anObjectiveGetsImagesIfItSaysThatItNeedsThem(boolean says, String end) throws IOException {
    autoencoder.withWatcher();
    Map<String, String> cached = bothCached("");
    assertDone(cache(cached));
    assertDone(Cli.run(arguments("features", cached).toArray(String[]::new)));
    cached.put("objective", "{type: acme-watcher, says: %s}".formatted(says));
    Failure.assertFails(train(cached, "watched"), 1, end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"latents", "train"})
  void withoutAnAutoencoderThereAreNoLatents(String command) {
    Map<String, String> overrides =
        Map.of("latents", "{path: '%s'}".formatted(folder.resolve("latents")));
    Cli cli = command.equals("train") ? train(overrides, "none") : cache(overrides);
    Failure.assertFails(cli, 2, "'none' makes no latents");
  }

  @Test
  void withoutACacheInTheConfigurationThereIsNothingToDo() {
    Failure.assertFails(cache(live()), 2, "no cache of latents", "latents: {path");
  }

  @Test
  void trainingBeforeCachingSaysWhatToDo() {
    Failure.assertFails(train(cached(""), "early"), 1, "Run 'irepa cache latents'");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes are killed with signals")
  void killedAgainAndAgainItEndsWithTheBytesOfAnUndisturbedRun() throws Exception {
    Random random = new Random(5);
    Map<String, String> cached = cached("shard: 16, content: samples");
    cached.remove("data.path"); // the emoji: many more
    long before = 0;
    for (int kill = 0; kill < 2; kill++) {
      try (TrainingProcess process =
          TrainingProcess.start(folder, arguments("latents", cached, "--batch", "4"))) {
        while (process.isAlive() && shards().size() <= before) {
          Thread.sleep(2);
        }
        Thread.sleep(random.nextInt(30));
        process.kill();
      }
      before = shards().size();
    }
    assertDone(cache(cached, "--batch", "4"));
    Failure.assertNothingHalfWritten(folder.resolve("latents"));
    Map<String, byte[]> resumed = shards();
    Files.move(folder.resolve("latents"), folder.resolve("resumed"));
    assertDone(cache(cached));
    Map<String, byte[]> undisturbed = shards();
    assertThat(resumed.keySet()).as("files").isEqualTo(undisturbed.keySet());
    undisturbed.forEach((name, bytes) -> assertThat(resumed.get(name)).as(name).isEqualTo(bytes));
  }

  private Map<String, byte[]> shards() throws IOException {
    Map<String, byte[]> shards = new TreeMap<>();
    Path latents = folder.resolve("latents");
    if (Files.exists(latents)) {
      try (Stream<Path> files = Files.walk(latents)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".latents")).toList()) {
          shards.put(latents.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return shards;
  }
}
