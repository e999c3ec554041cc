package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.spi.Histogram;
import io.irepa.spi.Opening;
import io.irepa.train.TensorBoard;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files, read by TensorBoard. */
final class RealTensorBoardTest {
  private static PipEnvironment python;

  @TempDir private Path run;

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    python =
        PipEnvironment.of("tensorboard", List.of(List.of("tensorboard==2.21.0", "setuptools<81")));
  }

  private JsonNode read(Path of) throws IOException, InterruptedException {
    Path script = Repository.root().resolve("tests/src/test/resources/read_events.py");
    Path errors = run.resolveSibling(run.getFileName() + ".err");
    Process process =
        new ProcessBuilder(python.bin("python"), script.toString(), of.toString())
            .redirectError(errors.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("TensorBoard ended").isTrue();
    assertThat(process.exitValue()).as("%s", Files.readString(errors)).isZero();
    return new ObjectMapper().readTree(out);
  }

  private Opening opening(long step) {
    return new Opening(run, "test", step, "name: test\n", warning -> {});
  }

  private void record(TensorBoard tracker, long from, long to, double value) throws IOException {
    Path png = run.resolve("step.png");
    ImageIO.write(new BufferedImage(7, 5, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
    for (long step = from; step <= to; step++) {
      tracker.scalars(step, Map.of("loss.total", value));
      tracker.image(step, "samples", png);
      long[] bins = {2, 0, 3, 1};
      tracker.histogram(step, "gradients/w", new Histogram(6, -1, 3, value, 4, bins));
    }
  }

  @Test
  void seesScalarsPicturesAndHistograms() throws Exception {
    try (TensorBoard tracker = new TensorBoard()) {
      tracker.open(opening(0));
      record(tracker, 1, 2, 0.5);
    }
    JsonNode seen = read(run);
    assertThat(seen.at("/scalars/loss.total").toString()).isEqualTo("[[1,\"0.5\"],[2,\"0.5\"]]");
    assertThat(seen.at("/images/samples").toString()).isEqualTo("[[1,7,5],[2,7,5]]");
    JsonNode histogram = seen.path("histograms").path("gradients/w").get(0).get(1);
    assertThat(histogram.toString())
        .as("histogram")
        .isEqualTo(
            "{\"min\":-1.0,\"max\":3.0,\"num\":6.0,\"sum\":0.5,\"squares\":4.0,\"limits\":[0.0,1.0,2.0,3.0],\"counts\":[2.0,0.0,3.0,1.0]}");
    assertThat(seen.path("drawn").path("gradients/w").get(0).get(1).toString())
        .as("left edge, right edge and count of what is drawn")
        .isEqualTo("[[-1.0,0.0,2.0],[0.0,1.0,0.0],[1.0,2.0,3.0],[2.0,3.0,1.0]]");
  }

  @Test
  void forgetsWhatAKilledProcessDidAfterItsCheckpoint() throws Exception {
    try (TensorBoard tracker = new TensorBoard()) {
      tracker.open(opening(0));
      record(tracker, 1, 5, 0.5);
    }
    try (Stream<Path> files = Files.list(run)) {
      Path events =
          files.filter(file -> file.toString().endsWith(".irepa")).findFirst().orElseThrow();
      byte[] whole = Files.readAllBytes(events);
      Files.write(events, Arrays.copyOf(whole, whole.length - 9)); // torn by the kill
    }
    try (TensorBoard tracker = new TensorBoard()) {
      tracker.open(opening(3));
      record(tracker, 4, 4, 0.25);
    }
    JsonNode seen = read(run);
    assertThat(seen.at("/scalars/loss.total").toString())
        .as("scalars")
        .isEqualTo("[[1,\"0.5\"],[2,\"0.5\"],[3,\"0.5\"],[4,\"0.25\"]]");
    assertThat(seen.at("/images/samples").toString())
        .as("pictures")
        .isEqualTo("[[1,7,5],[2,7,5],[3,7,5],[4,7,5]]");
    assertThat(seen.path("histograms").path("gradients/w").findValuesAsText("sum"))
        .as("sums of the histograms")
        .containsExactly("0.5", "0.5", "0.5", "0.25");
    assertThat(seen.path("drawn").path("gradients/w")).as("drawn histograms").hasSize(4);
  }

  @Test
  void seesTheHistogramsOfATrainingRun() throws Exception {
    Toy toy = new Toy(run);
    Cli cli = toy.train(Map.of("train.histogram-every", "2"));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    JsonNode histograms = read(toy.run()).path("histograms");
    JsonNode lines =
        new ObjectMapper()
            .readTree(
                "["
                    + String.join(",", Files.readAllLines(toy.run().resolve("metrics.jsonl")))
                    + "]");
    assertThat(histograms.properties().stream().map(Map.Entry::getKey))
        .as("names")
        .anyMatch(name -> name.startsWith("parameters/backbone."))
        .anyMatch(name -> name.startsWith("parameters/projector."))
        .anyMatch(name -> name.startsWith("gradients/backbone."));
    double squares = 0;
    for (Map.Entry<String, JsonNode> entry : histograms.properties()) {
      assertThat(entry.getValue())
          .as("histograms of %s, at steps 2 and 4", entry.getKey())
          .hasSize(2);
      if (entry.getKey().startsWith("gradients/")) {
        squares += entry.getValue().get(0).get(1).path("squares").asDouble();
      }
    }
    assertThat(Math.sqrt(squares))
        .as("norm of all gradients, from their histograms")
        .isCloseTo(lines.get(1).path("gradient-norm").asDouble(), within(1e-4));
  }
}
