package io.irepa.tests;

import static io.irepa.tests.Failure.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.tensor.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REPA-E, and the training of an autoencoder alone, at toy size and with the real plugin jars. */
final class RepaERunTest {
  private static final String AUTOENCODER =
      "{type: sd-vae, width: 8, multipliers: [1, 1], blocks: 1, groups: 4, latent-channels: 2, scale: 0.5, bias: [0.1, -0.1]}";

  /** Latents of 2x8x8, images of 16x16. */
  private static final Map<String, String> REPA_E =
      Map.of(
          "autoencoder",
          AUTOENCODER,
          "backbone",
          "{type: sit, patch: 2, hidden: 16, depth: 2, heads: 2, channels: 2, input: 8, classes: 8}",
          "objective",
          "{type: repa-e, perceptual-weight: 0, discriminator: {layers: 1, width: 4}, adversarial: {weight: 0.1, start: 2}, lecam: {weight: 0.1}}");

  @TempDir private Path folder;

  private Toy toy(String name) throws IOException {
    return new Toy(Files.createDirectories(folder.resolve(name)));
  }

  private static Map<String, String> with(String... more) {
    // In this order: the last one may change a part of one before.
    Map<String, String> overrides = new LinkedHashMap<>(REPA_E);
    for (int i = 0; i < more.length; i += 2) {
      overrides.put(more[i], more[i + 1]);
    }
    return overrides;
  }

  private static void assertFine(Cli cli) {
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  private static void assertSameBits(Toy one, Toy other, long step) {
    for (String file : List.of("model", "ema", "optimizer")) {
      assertThat(one.checkpoint(step).resolve(file + ".safetensors"))
          .as(file)
          .hasSameBinaryContentAs(other.checkpoint(step).resolve(file + ".safetensors"));
    }
  }

  private static List<JsonNode> records(Toy toy) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(toy.run().resolve("metrics.jsonl"))) {
      records.add(json.readTree(line));
    }
    return records;
  }

  /** The arrays of a run after its last step, by name. */
  private static Map<String, double[]> model(Toy toy, long step) {
    Map<String, double[]> arrays = new LinkedHashMap<>();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      for (Map.Entry<String, NDArray> entry :
          Safetensors.read(toy.checkpoint(step).resolve("model.safetensors"), manager).entrySet()) {
        arrays.put(entry.getKey(), entry.getValue().toType(DataType.FLOAT64, true).toDoubleArray());
      }
    }
    return arrays;
  }

  @Test
  void goesOnFromACheckpointToTheSameBits() throws IOException {
    Toy halves = toy("halves");
    assertFine(halves.train(with()));
    assertFine(halves.train(with("train.steps", "8")));
    Toy whole = toy("whole");
    assertFine(whole.train(with("train.steps", "8")));
    assertSameBits(halves, whole, 8);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are sent with kill")
  void killedWithinStepsItEndsWithTheBitsOfAnUndisturbedRun() throws Exception {
    int steps = 120;
    Map<String, String> settings =
        with(
            "train",
            "{steps: %d, batch: 4, checkpoint-every: 3, keep: 2, sample-every: 500, log-every: 1}"
                .formatted(steps));
    Toy killed = toy("killed");
    Random random = new Random(3);
    for (int kills = 0; kills < 4; kills++) {
      Path metrics = killed.run().resolve("metrics.jsonl");
      long before = Files.exists(metrics) ? Files.size(metrics) : 0;
      try (TrainingProcess process =
          TrainingProcess.start(killed.folder(), killed.arguments(settings))) {
        while (process.isAlive() && (!Files.exists(metrics) || Files.size(metrics) == before)) {
          Thread.sleep(2);
        }
        Thread.sleep(random.nextInt(120));
        assertThat(process.isAlive()).as("still training; %s", process.output()).isTrue();
        process.kill();
      }
    }
    Toy undisturbed = toy("undisturbed");
    for (Toy toy : List.of(killed, undisturbed)) {
      try (TrainingProcess process = TrainingProcess.start(toy.folder(), toy.arguments(settings))) {
        assertFine(process.end());
      }
    }
    assertSameBits(killed, undisturbed, steps);
    Failure.assertNothingHalfWritten(folder);
  }

  @Test
  void trackersSeeEveryTermItsWeightAndEachPhasesGradients() throws IOException {
    Toy toy = toy("terms");
    assertFine(toy.train(with()));
    JsonNode last = records(toy).get(3);
    for (String name :
        List.of(
            "loss.autoencoder",
            "loss.reconstruction",
            "loss.kl",
            "loss.adversarial",
            "loss.hinge",
            "loss.lecam",
            "loss.align-autoencoder",
            "loss.discriminator",
            "loss.denoise",
            "loss.align",
            "loss.align.0",
            "loss.total",
            "gradient-norm.autoencoder",
            "gradient-norm.discriminator",
            "gradient-norm.model",
            "learning-rate.autoencoder",
            "weight.reconstruction",
            "weight.kl",
            "weight.adversarial",
            "weight.align-autoencoder")) {
      assertThat(last.findValue(name)).as("%s in %s", name, last).isNotNull();
    }
    assertThat(last.findValue("weight.align-autoencoder").asDouble()).isEqualTo(1.5);
  }

  @Test
  void samplesWithTheStatisticsOfItsCheckpoint() throws IOException {
    Toy toy = toy("sampled");
    assertFine(toy.train(with()));
    assertThat(model(toy, 4)).containsKeys("latent-norm.running_mean", "latent-norm.running_var");
    assertFine(toy.sample("--out", folder.resolve("one").toString()));
    assertThat(folder.resolve("one/grid.png")).exists();
  }

  @Test
  void startsFromTheAutoencodersScale() throws IOException {
    Toy toy = toy("started");
    assertFine(toy.train(with("objective.latent-norm-momentum", "0")));
    Map<String, double[]> model = model(toy, 4);
    assertThat(model.get("latent-norm.running_mean"))
        .containsExactly(new double[] {0.1, -0.1}, within(1e-6));
    assertThat(model.get("latent-norm.running_var")).containsExactly(4, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alignment.0.projector | {type: conv} | alignment.0.norm | {type: spatial}",
        "precision | bfloat16 | train.recompute | true",
        "objective.reconstruction.type | l2 | objective.adversarial.weight | 0",
      })
  void combinesWith(String key, String value, String other, String otherValue) throws IOException {
    Map<String, String> settings = with(key, value, other, otherValue);
    if (otherValue.equals("0")) {
      settings.put("objective.lecam.weight", "0");
    }
    Toy toy = toy("combined");
    assertFine(toy.train(settings));
    assertThat(records(toy)).hasSize(4);
  }

  @Test
  void alignsWithSeveralEncoders() throws IOException {
    Toy toy = toy("encoders");
    String encoder = "{type: hog, input: 32, grid: 4, size: 32, cell: 2, block: 2}";
    assertFine(
        toy.train(
            with(
                "alignment",
                "[{encoder: %s, depth: 1, projector: {type: conv}, norm: {type: spatial}}, {encoder: %s, depth: 2, projector: {type: mlp, width: 16}}]"
                    .formatted(encoder, encoder))));
    JsonNode last = records(toy).get(3);
    double each =
        last.findValue("loss.align.0").asDouble() + last.findValue("loss.align.1").asDouble();
    assertThat(last.findValue("loss.align").asDouble()).isCloseTo(each, within(1e-5));
  }

  /** The discriminator's and the latents' norms see a part of the batch each, the others all. */
  @Test
  void partsOfABatchAreOneUpdateOfEachPhase() throws IOException {
    Toy toy = toy("parts");
    assertFine(toy.train(with("train.accumulate", "2")));
    assertThat(records(toy)).hasSize(4);
    Toy again = toy("again");
    assertFine(again.train(with("train.accumulate", "2")));
    assertSameBits(toy, again, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "autoencoder                      | {type: none} | posterior",
        "objective.perceptual-weight      | 1            | perceptual: {vgg",
        "objective.adversarial.start      | -1           | at least 0",
        "objective.adversarial.factor     | -0.5         | at least 0",
        "objective.adversarial.weight     | 0            | there is none",
        "objective.discriminator.layers   | 4            | too small",
        "objective.latent-norm-momentum   | 2            | from 0 to 1",
        "backbone.channels                | 4            | Set channels: 2",
        "backbone.input                   | 16           | Set input: 8",
        "alignment.0.encoder.grid         | 8            | choose input sizes"
      })
  void whatCannotBeTrainedIsRefusedWithAReason(String key, String value, String reason)
      throws IOException {
    assertFails(toy("bad").train(with(key, value)), 2, reason);
  }

  private static final Map<String, String> ALONE =
      Map.of(
          "autoencoder",
          "{type: sd-vae, width: 8, multipliers: [1, 1], blocks: 1, groups: 4, latent-channels: 2}",
          "backbone",
          "null",
          "alignment",
          "[]",
          "objective",
          "{type: autoencoder, perceptual-weight: 0, discriminator: {layers: 1, width: 4}, adaptive-weight: true}");

  private static final String EVALUATE =
      "{metrics: [%s], features: [{encoder: {type: hog, input: 32, grid: 4, size: 32}}], every: 4, count: 12}";

  private static Map<String, String> alone(String... more) {
    Map<String, String> overrides = new LinkedHashMap<>(ALONE);
    for (int i = 0; i < more.length; i += 2) {
      overrides.put(more[i], more[i + 1]);
    }
    return overrides;
  }

  @Test
  void anAutoencoderAloneGoesOnToTheSameBits() throws IOException {
    Toy halves = toy("halves");
    assertFine(halves.train(alone()));
    assertFine(halves.train(alone("train.steps", "8")));
    Toy whole = toy("whole");
    assertFine(whole.train(alone("train.steps", "8")));
    assertSameBits(halves, whole, 8);
    JsonNode last = records(whole).get(7);
    for (String name :
        List.of("psnr", "ssim", "loss.total", "loss.discriminator", "weight.adversarial")) {
      assertThat(last.findValue(name)).as("%s in %s", name, last).isNotNull();
    }
  }

  @Test
  void anAutoencoderAloneShowsReconstructionsBesideOriginals() throws IOException {
    Toy toy = toy("pairs");
    assertFine(toy.train(alone("train.sample-every", "2", "sample.count", "4")));
    assertThat(toy.run().resolve("samples/step-4.png")).exists();
    assertFine(toy.sample("--out", folder.resolve("out").toString()));
    try (Stream<Path> files = Files.list(folder.resolve("out"))) {
      assertThat(files).as("four pairs, and the grid").hasSize(9);
    }
  }

  @Test
  void reconstructionsOfAnAutoencoderAloneAreEvaluated() throws IOException {
    Toy toy = toy("evaluated");
    assertFine(toy.train(alone("evaluate", EVALUATE.formatted("frechet-distance"))));
    JsonNode distance =
        records(toy).stream()
            .map(record -> record.path("evaluate.hog.frechet-distance"))
            .filter(JsonNode::isNumber)
            .findFirst()
            .orElseThrow();
    assertThat(distance.asDouble()).as("rFD").isPositive();
  }

  @Test
  void anAutoencoderAloneHasNoHiddenTokensToMeasure() throws IOException {
    assertFails(
        toy("tokens").train(alone("evaluate", EVALUATE.formatted("lds"))),
        1,
        "there is no backbone");
  }

  @Test
  void aModelTrainsOnTheLatentsOfOneTrainedBefore() throws IOException {
    Toy before = toy("before");
    assertFine(before.train(alone()));
    Path checkpoint = before.checkpoint(4);
    assertFine(
        toy("after")
            .train(
                with(
                    "autoencoder",
                    "{type: sd-vae, width: 8, multipliers: [1, 1], blocks: 1, groups: 4, latent-channels: 2, weights: '%s', statistics: '%s'}"
                        .formatted(
                            checkpoint.resolve("ema.safetensors"),
                            checkpoint.resolve("model.safetensors")),
                    "objective",
                    "{type: repa}")));
  }

  @Test
  void anAutoencoderAloneHasNoBackboneAndNoAlignment() throws IOException {
    Map<String, String> both = alone();
    both.remove("backbone");
    both.remove("alignment");
    assertFails(toy("both").train(both), 2, "Leave the backbone out", "Leave the alignment out");
  }
}
