package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code irepa encoders show} on images of every kind. */
final class EncodersShowTest {
  private static final String HOG = "{type: hog, input: 64, grid: 8, size: 32, block: 2}";

  /** 8 x 8 pixels of C 200, M 30, Y 90, K 40, written by Pillow. */
  private static final String CMYK =
      "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcG"
          + "BggLCAkKCgoKCgYICwwLCgwJCgoK/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAAAAAAAAkI"
          + "/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwA2zCKUK4//2Q==";

  @TempDir private Path folder;

  @AfterEach
  void nothingStays() throws IOException {
    Failure.assertNothingHalfWritten(folder);
  }

  private Path image(String name, int width, int height, int type) throws IOException {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, 0xFF000000 | ((i * 2654435) & 0xFFFFFF));
    }
    Path file = folder.resolve(name);
    assertThat(ImageIO.write(image, "png", file.toFile())).as("written").isTrue();
    return file;
  }

  private Cli show(Path image, String encoder, String... further) {
    return Cli.run(
        Stream.concat(
                Stream.of(
                    "encoders",
                    "show",
                    image.toString(),
                    "--encoder",
                    encoder,
                    "--device",
                    "cpu",
                    "-o",
                    pictures().toString()),
                Stream.of(further))
            .toArray(String[]::new));
  }

  private Path pictures() {
    return folder.resolve("pictures");
  }

  private void assertShown(Cli cli, String stem) throws IOException {
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    for (String kind : new String[] {"components", "similarity"}) {
      Path file = pictures().resolve(stem + "-hog-" + kind + ".png");
      BufferedImage sheet = ImageIO.read(file.toFile());
      assertThat(sheet.getWidth()).as("width of " + file).isEqualTo(3 * 256 + 4 * 8);
      assertThat(sheet.getHeight()).as("height of " + file).isEqualTo(256 + 2 * 8);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "wide, 90, 20, " + BufferedImage.TYPE_INT_RGB,
    "tall, 3, 200, " + BufferedImage.TYPE_INT_RGB,
    "pixel, 1, 1, " + BufferedImage.TYPE_INT_RGB,
    "grey, 40, 40, " + BufferedImage.TYPE_BYTE_GRAY,
    "clear, 40, 40, " + BufferedImage.TYPE_INT_ARGB
  })
  void drawsImagesOfAnyShapeAndKind(String name, int width, int height, int type)
      throws IOException {
    assertShown(show(image(name + ".png", width, height, type), HOG), name);
  }

  @Test
  void drawsAnImageOfFourInks() throws IOException {
    Path file = Files.write(folder.resolve("inks.jpg"), Base64.getDecoder().decode(CMYK));
    assertShown(show(file, HOG), "inks");
  }

  @Test
  void saysWhatIsDrawnAndHowAlikePatchesAre() throws IOException {
    Cli cli = show(image("a.png", 64, 64, BufferedImage.TYPE_INT_RGB), HOG, "--patch", "2,5");
    assertThat(cli.out())
        .as("output")
        .contains(
            "hog: 8x8 tokens of 32 numbers", "to patch 2,5 before the norm", "after the norm");
  }

  @Test
  void theNormMayBeAnother() throws IOException {
    Path image = image("a.png", 64, 64, BufferedImage.TYPE_INT_RGB);
    Cli cli = show(image, HOG, "--norm", "{type: none}");
    assertShown(cli, "a");
    String[] figures =
        cli.out()
            .lines()
            .filter(line -> line.contains("the norm"))
            .map(line -> line.substring(line.indexOf("mean")))
            .toArray(String[]::new);
    assertThat(figures[1]).as("figures after no norm").isEqualTo(figures[0]);
  }

  @Test
  void equalCallsGiveEqualPictures() throws IOException {
    Path image = image("a.png", 64, 64, BufferedImage.TYPE_INT_RGB);
    show(image, HOG);
    byte[] first = Files.readAllBytes(pictures().resolve("a-hog-components.png"));
    show(image, HOG);
    assertThat(Files.readAllBytes(pictures().resolve("a-hog-components.png")))
        .as("picture of a second call")
        .isEqualTo(first);
  }

  /** Each call has class loaders of its own, and a native library belongs to one. */
  @Test
  void aPluginsNativeLibraryLoadsAgainInOneProcess() throws IOException {
    Path image = image("a.png", 64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 2; i++) {
      Cli cli = show(image, "{type: sift, input: 64}");
      assertThat(cli.exitCode()).as("call %d: %s", i, cli.err()).isZero();
    }
    assertThat(pictures().resolve("a-sift-similarity.png")).as("picture").exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8,0", "0,8", "-1,0", "1", "1,2,3", "a,b", ""})
  void aPatchThatIsNotThereIsWrongUsage(String patch) throws IOException {
    Path image = image("a.png", 64, 64, BufferedImage.TYPE_INT_RGB);
    Failure.assertFails(show(image, HOG, "--patch", patch), 2, "columns are 0 to 7");
    assertThat(pictures()).as("pictures").doesNotExist();
  }

  @Test
  void anEncoderThatIsNotThereIsWrongUsage() throws IOException {
    Path image = image("a.png", 64, 64, BufferedImage.TYPE_INT_RGB);
    Failure.assertFails(show(image, "{type: hogg}"), 2, "--encoder", "hogg", "hog");
    Failure.assertFails(show(image, "{type: hog, input: 0}"), 2, "--encoder", "input");
    Failure.assertFails(show(image, "{type: hog"), 2, "--encoder");
  }

  @Test
  void whatIsNoImageIsNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.png"), "no image");
    Failure.assertFails(show(text, HOG), 1, "text.png", "not an image");
    Failure.assertFails(show(folder.resolve("none.png"), HOG), 1, "none.png");
    assertThat(pictures()).as("pictures").doesNotExist();
  }
}
