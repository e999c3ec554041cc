package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on data that are missing, damaged, or unusual. */
final class BadDataTest {
  @TempDir private Path folder;
  private Toy toy;
  private Path data;

  @BeforeEach
  void prepare() throws IOException {
    toy = new Toy(folder);
    data = Files.createDirectories(folder.resolve("data"));
  }

  @AfterEach
  void nothingStays() throws IOException {
    Failure.assertNothingHalfWritten(folder);
    Failure.assertNoReaderRuns();
  }

  private void image(String name, int type) throws IOException {
    File file = data.resolve(name).toFile();
    Files.createDirectories(file.toPath().getParent());
    BufferedImage image = new BufferedImage(20, 20, type);
    image.getRaster().setSample(3, 3, 0, 1);
    assertThat(ImageIO.write(image, "png", file)).as("written").isTrue();
  }

  private void images(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      image("cat/%03d.png".formatted(i), BufferedImage.TYPE_INT_RGB);
    }
  }

  @Test
  void aMissingFolderIsAProblemOfTheConfiguration() {
    Failure.assertFails(toy.trainOn(folder.resolve("nowhere")), 2, "data.path", "nowhere");
    assertThat(toy.run()).as("run folder").doesNotExist();
  }

  @Test
  void anEmptyFolderEndsTheRunBeforeItBegan() {
    Failure.assertFails(toy.trainOn(data), 1, data.toString(), "no class folders");
    assertThat(toy.run()).as("run folder").doesNotExist();
  }

  @Test
  void aClassWithoutImagesIsNamed() throws IOException {
    images(4);
    Files.createDirectories(data.resolve("dog"));
    Failure.assertFails(toy.trainOn(data), 1, "'dog'", "no images");
    assertThat(toy.run()).as("run folder").doesNotExist();
  }

  @Test
  void moreClassesThanTheModelHasAreCounted() throws IOException {
    images(1);
    image("dog/0.png", BufferedImage.TYPE_INT_RGB);
    Cli cli = toy.train(Map.of("data.path", data.toString(), "backbone.classes", "1"));
    Failure.assertFails(cli, 1, "2 classes", "backbone.classes: 2");
    assertThat(toy.run()).as("run folder").doesNotExist();
  }

  @Test
  void aDamagedImageIsPassedOverAndCounted() throws IOException {
    images(9);
    Files.writeString(data.resolve("cat/004x.png"), "damaged");
    Cli cli = toy.train(Map.of("data.path", data.toString(), "train.steps", "8"));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.err()).as("count").contains("passed over: 1", "004x.png");
    assertThat(toy.checkpoint(8)).as("checkpoint").exists();
  }

  @Test
  void manyDamagedImagesEndTheRunWithTheirCount() throws IOException {
    images(6);
    for (int i = 0; i < 6; i++) {
      Files.writeString(data.resolve("cat/x" + i + ".png"), "damaged");
    }
    Cli cli = toy.train(Map.of("data.path", data.toString(), "data.broken-limit", "0.2"));
    Failure.assertFails(cli, 1, "3 of 12 examples", "broken-limit allows 2", "cat/x");
  }

  @Test
  void notOneDamagedImageIsTakenWhereNoneIsAllowed() throws IOException {
    images(5);
    Files.writeString(data.resolve("cat/x.png"), "damaged");
    Cli cli = toy.train(Map.of("data.path", data.toString(), "data.broken-limit", "0"));
    Failure.assertFails(cli, 1, "1 of 6 examples", "x.png");
  }

  @Test
  void aTruncatedZipIsNamed() throws IOException {
    byte[] zip = Files.readAllBytes(Repository.root().resolve("examples/data/emoji64.zip"));
    Path half = Files.write(folder.resolve("half.zip"), Arrays.copyOf(zip, zip.length / 2));
    Failure.assertFails(toy.trainOn(half), 1, "half.zip", "whole zip file");
    assertThat(toy.run()).as("run folder").doesNotExist();
  }

  @Test
  void greyDeepAndTransparentImagesAreTrainedOn() throws IOException {
    image("cat/grey.png", BufferedImage.TYPE_BYTE_GRAY);
    image("cat/deep.png", BufferedImage.TYPE_USHORT_GRAY);
    image("cat/clear.png", BufferedImage.TYPE_INT_ARGB);
    image("cat/line.png", BufferedImage.TYPE_BYTE_BINARY);
    Cli cli = toy.trainOn(data);
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.err()).as("no damage").doesNotContain("passed over");
  }
}
