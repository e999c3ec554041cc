package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.tensor.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Encoders at different depths, each with a projector and a norm of its own. */
final class SeveralEncodersTest {
  @TempDir private Path folder;

  private Cli trained;

  @BeforeEach
  void train() {
    trained = run("4");
    assertThat(trained.exitCode()).as(trained.err()).isZero();
  }

  private Cli run(String steps, String... further) {
    String dino =
        "{type: dino, weights: '%s', input: 32, patch: 8, hidden: 16, depth: 2, heads: 2}"
            .formatted(TinyWeights.dino(folder.resolve("dino.safetensors"), 16));
    String hog = "{type: hog, input: 32, grid: 4, size: 32, cell: 2, block: 2}";
    String alignment =
        """
        [{encoder: %s, depth: 1, projector: {type: conv}, norm: {type: spatial}, weight: 0.5},
         {encoder: %s, depth: 2, projector: {type: mlp, width: 24}, norm: {type: none}, weight: 0.25}]
        """
            .formatted(dino, hog);
    return new Toy(folder)
        .train(
            Map.of("alignment", alignment, "backbone.depth", "2", "train.steps", steps), further);
  }

  private JsonNode metrics() throws IOException {
    List<String> lines = Files.readAllLines(new Toy(folder).run().resolve("metrics.jsonl"));
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }

  @Test
  void theTermIsTheWeightedSumOfBoth() throws IOException {
    JsonNode last = metrics();
    assertThat(last.toString()).as("metrics").contains("align.0").contains("align.1");
    double sum = 0.5 * value(last, "align.0") + 0.25 * value(last, "align.1");
    assertThat(value(last, "align")).as("alignment term of " + last).isCloseTo(sum, within(1e-5));
  }

  private static double value(JsonNode metrics, String term) {
    return metrics.findParents(term).isEmpty()
        ? Double.NaN
        : metrics.findParents(term).get(0).get(term).asDouble();
  }

  @Test
  void eachHasAProjectorToItsOwnWidth() {
    try (SafetensorsFile model =
        SafetensorsFile.open(new Toy(folder).checkpoint(4).resolve("model.safetensors"))) {
      assertThat(widths(model, 4)).as("channels that the convolution gives").contains(16L);
      assertThat(widths(model, 2)).as("numbers that the linear layers give").contains(32L, 24L);
    }
  }

  /** The first dimension of the projectors' weights with that many dimensions. */
  private static List<Long> widths(SafetensorsFile model, int dimensions) {
    return model.arrays().entrySet().stream()
        .filter(array -> array.getKey().contains("projector"))
        .map(array -> array.getValue().shape())
        .filter(shape -> shape.dimension() == dimensions)
        .map(shape -> shape.get(0))
        .toList();
  }

  @Test
  void goesOnWhereItStopped() {
    Cli resumed = run("6", "--resume");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(new Toy(folder).checkpoint(6).resolve("model.safetensors")).exists();
  }
}
