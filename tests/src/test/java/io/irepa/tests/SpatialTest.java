package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code irepa spatial} on the emoji, which have alpha, and on drawn squares with masks. */
final class SpatialTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOG = "{type: hog, input: 64, grid: 8}";

  @TempDir private Path folder;

  @AfterEach
  void nothingStays() throws IOException {
    Failure.assertNothingHalfWritten(folder);
  }

  private Path config(String yaml) throws IOException {
    return Files.writeString(folder.resolve("spatial.yaml"), yaml);
  }

  private static String emoji() {
    return "data: {type: image-folder, path: '%s', resolution: 64, flip: false}\n"
        .formatted(Repository.root().resolve("examples/data/emoji64.zip"));
  }

  private Cli spatial(Path config, String... further) {
    return Cli.run(
        Stream.concat(
                Stream.of(
                    "spatial",
                    config.toString(),
                    "-s",
                    "device=cpu",
                    "-o",
                    folder.resolve("out").toString()),
                Stream.of(further))
            .toArray(String[]::new));
  }

  private JsonNode numbers() throws IOException {
    return JSON.readTree(Files.readString(folder.resolve("out/spatial.json")));
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> all = node.fieldNames(); all.hasNext(); ) {
      names.add(all.next());
    }
    return names;
  }

  @Test
  void measuresEveryEncoderWithAndWithoutTheNorm() throws IOException {
    Cli cli =
        spatial(
            config(emoji() + "spatial: {images: 12, encoders: [" + HOG + "], maps: 1}"),
            "--encoder",
            "{type: hog, input: 64, grid: 16}");

    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.out()).as("table").contains("hog grid=8", "hog grid=16", "lds", "srss");
    JsonNode numbers = numbers();
    assertThat(numbers.path("images-with-foreground").asInt())
        .as("images with alpha")
        .isEqualTo(12);
    assertThat(numbers.path("encoders")).as("encoders").hasSize(2);
    for (JsonNode encoder : numbers.path("encoders")) {
      for (String kind : List.of("raw", "normalized")) {
        assertThat(fields(encoder.path(kind)))
            .as("metrics of %s", kind)
            .containsExactly("lds", "cds", "srss", "rmsc");
      }
      assertThat(encoder.at("/normalized/rmsc/mean").asDouble())
          .as("contrast after the norm, which raises it")
          .isGreaterThan(encoder.at("/raw/rmsc/mean").asDouble());
    }
  }

  @Test
  void thePageNeedsNoOtherFile() throws IOException {
    spatial(config(emoji() + "spatial: {images: 8, encoders: [" + HOG + "], maps: 2}"));

    String page = Files.readString(folder.resolve("out/spatial.html"));
    assertThat(page).as("page").contains("<table id=metrics>", "hog", "data:image/png;base64,");
    assertThat(page.split("<canvas", -1)).as("maps: two images, two kinds").hasSize(5);
    assertThat(page).as("links").doesNotContain("http://", "https://", "src=\"/", "href=");
  }

  @Test
  void looksAtTheEncodersOfARun() throws IOException {
    Cli cli =
        spatial(
            new Toy(folder).config(),
            "-s",
            "spatial={images: 4, metrics: [rmsc], maps: 0}",
            "--json");

    assertThat(cli.exitCode()).as(cli.err()).isZero();
    JsonNode encoder = JSON.readTree(cli.out()).path("encoders").get(0);
    assertThat(encoder.path("name").asText()).as("name").isEqualTo("hog");
    assertThat(encoder.path("grid").asText()).as("grid").isEqualTo("4x4");
  }

  @Test
  void aGridTooSmallForADistanceSaysSo() throws IOException {
    Cli cli =
        spatial(
            config(emoji() + "spatial: {images: 4, encoders: [{type: hog, input: 32, grid: 2}]}"));

    Failure.assertFails(cli, 1, "2x2", "6 or more");
  }

  @Test
  void withoutAnEncoderItSaysHowToNameOne() throws IOException {
    Failure.assertFails(spatial(config(emoji())), 1, "--encoder '{type: hog}'");
  }

  @Test
  void withoutDataItSaysWhatIsMissing() throws IOException {
    Failure.assertFails(spatial(config("spatial: {encoders: [" + HOG + "]}")), 2, "section data");
  }

  @Test
  void aMetricThatIsNotOfTokensIsRefused() throws IOException {
    Path config =
        config(emoji() + "spatial: {metrics: [frechet-distance], encoders: [" + HOG + "]}");

    Failure.assertFails(spatial(config), 1, "frechet-distance", "not of an image's tokens");
  }

  /** The left half is foreground by the masks; the images have no alpha. */
  @Test
  void masksComeFromImagesOfTheSameNames() throws IOException {
    square("data/one/a.png", 0xFF2244, 0x4422FF);
    square("data/one/b.png", 0x22FF44, 0xFF22FF);
    square("masks/one/a.png", 0xFFFFFF, 0x000000);
    String yaml =
        "data: {type: image-folder, path: '%s', masks: '%s', resolution: 64, flip: false}\nspatial: {encoders: [%s]}\n"
            .formatted(folder.resolve("data"), folder.resolve("masks"), HOG);

    Cli cli = spatial(config(yaml));

    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(numbers().path("images-with-foreground").asInt())
        .as("images with masks")
        .isEqualTo(1);
    assertThat(numbers().at("/encoders/0/raw/srss/images").asInt())
        .as("images of srss")
        .isEqualTo(1);
    assertThat(numbers().at("/encoders/0/raw/lds/images").asInt()).as("images of lds").isEqualTo(2);
  }

  @Test
  void imagesWithoutForegroundHaveNoValueOfWhatNeedsOne() throws IOException {
    square("data/one/a.png", 0xFF2244, 0x4422FF);
    String yaml =
        "data: {type: image-folder, path: '%s', resolution: 64}\nspatial: {encoders: [%s]}\n"
            .formatted(folder.resolve("data"), HOG);

    Cli cli = spatial(config(yaml));

    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.out()).as("what is said").contains("No image has a foreground");
    assertThat(numbers().at("/encoders/0/raw/srss").isNull()).as("srss is null").isTrue();
    assertThat(numbers().at("/encoders/0/raw/lds/mean").asDouble())
        .as("lds")
        .isCloseTo(0, Offset.offset(2.0));
  }

  private void square(String name, int left, int right) throws IOException {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      int texture = ((i / 64 / 4) + (i % 64 / 4)) % 2 == 0 ? 0 : 0x101010;
      image.setRGB(
          i % 64, i / 64, (i % 64 < 32 ? left : right) ^ (name.contains("masks") ? 0 : texture));
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(image, "png", file.toFile())).as("written").isTrue();
  }
}
