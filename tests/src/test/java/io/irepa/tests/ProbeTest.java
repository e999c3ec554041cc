package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code irepa probe} on drawn stripes, whose direction HOG tells, and whose colour it does not.
 */
final class ProbeTest {
  private static final String HOG = "{type: hog, input: 32, grid: 4, size: 32}";

  @TempDir private Path folder;

  private void draw(boolean upright, Random random, Path file) throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    int phase = random.nextInt(8);
    int colour = random.nextInt(0x1000000);
    for (int i = 0; i < 32 * 32; i++) {
      int at = (upright ? i % 32 : i / 32) + phase;
      image.setRGB(i % 32, i / 32, at / 4 % 2 == 0 ? colour : 0xFFFFFF);
    }
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(image, "png", file.toFile())).as("written").isTrue();
  }

  /**
   * @param told whether the classes are the stripes' directions
   */
  private Path data(boolean told) throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 40; i++) {
      draw(
          i % 2 == 0,
          random,
          folder.resolve("data/%s/%d.png".formatted((told ? i : i / 2) % 2 == 0 ? "a" : "b", i)));
    }
    return Files.writeString(
        folder.resolve("probe.yaml"),
        "device: cpu\ndata: {type: image-folder, path: '%s', resolution: 32, flip: false}\n"
            .formatted(folder.resolve("data")));
  }

  private JsonNode probe(Path config, String... further) throws IOException {
    Cli cli =
        Cli.run(
            java.util.stream.Stream.concat(
                    java.util.stream.Stream.of(
                        "probe",
                        config.toString(),
                        "--encoder",
                        HOG,
                        "--json",
                        "--held-out",
                        "0.4"),
                    java.util.stream.Stream.of(further))
                .toArray(String[]::new));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    return new ObjectMapper().readTree(cli.out()).get(0);
  }

  @Test
  void tellsClassesThatTheTokensTell() throws IOException {
    JsonNode found = probe(data(true));
    assertThat(found.path("held-out").asDouble()).as("accuracy on held-out images").isEqualTo(1);
    assertThat(found.path("train-images").asInt() + found.path("test-images").asInt())
        .as("images")
        .isEqualTo(40);
  }

  @Test
  void doesNotTellClassesThatTheTokensDoNot() throws IOException {
    assertThat(probe(data(false)).path("held-out").asDouble())
        .as("accuracy on held-out images")
        .isLessThan(0.85);
  }

  @Test
  void repeatsItself() throws IOException {
    Path config = data(false);
    assertThat(probe(config)).as("the second probe").isEqualTo(probe(config));
  }

  @Test
  void anEncoderWithoutAClassTokenSaysSo() throws IOException {
    Failure.assertFails(
        Cli.run("probe", data(true).toString(), "--encoder", HOG, "--global"), 1, "--global");
  }

  @Test
  void aShareThatHoldsOutNothingIsRefused() throws IOException {
    Failure.assertFails(
        Cli.run("probe", data(true).toString(), "--encoder", HOG, "--held-out", "0"),
        2,
        "--held-out");
  }
}
