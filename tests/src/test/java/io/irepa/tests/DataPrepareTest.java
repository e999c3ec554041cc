package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code irepa data prepare}, and training on what it makes. */
final class DataPrepareTest {
  @TempDir private Path folder;

  private Path images(int count) throws IOException {
    Path source = folder.resolve("source");
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(90 + i % 7, 70, BufferedImage.TYPE_INT_RGB);
      for (int x = 0; x < 60; x++) {
        image.setRGB(x, x, 0x10203 * i + x);
      }
      Path file = source.resolve((i % 2 == 0 ? "ant/" : "bee/") + i + ".png");
      Files.createDirectories(file.getParent());
      assertThat(ImageIO.write(image, "png", file.toFile())).as("written").isTrue();
    }
    return source;
  }

  private static Cli prepare(Path source, Path target, String... more) {
    return Cli.run(
        Stream.concat(
                Stream.of("data", "prepare", source.toString(), target.toString(), "--size", "16"),
                Arrays.stream(more))
            .toArray(String[]::new));
  }

  private static Map<String, List<Byte>> contents(Path root) throws IOException {
    Map<String, List<Byte>> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        List<Byte> bytes = new java.util.ArrayList<>();
        for (byte value : Files.readAllBytes(file)) {
          bytes.add(value);
        }
        contents.put(root.relativize(file).toString(), bytes);
      }
    }
    return contents;
  }

  @Test
  void whatItMakesCanBeTrainedOn() throws IOException {
    Path target = folder.resolve("made");
    Cli cli = prepare(images(8), target);
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.out()).as("output").contains("8 images in 8 files, 0 broken");
    Toy toy = new Toy(folder);
    Cli trained = toy.train(Map.of("data.path", target.toString(), "train.steps", "1"));
    assertThat(trained.exitCode()).as(trained.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree", "tar"})
  void aKilledOneGoesOnToTheSameBytes(String layout) throws Exception {
    Path source = images(300);
    Files.writeString(source.resolve("ant/broken.png"), "no image");
    String[] more = layout.equals("tar") ? new String[] {"--shard", "20"} : new String[0];
    Path whole = folder.resolve("whole");
    assertThat(prepare(source, whole, more).exitCode()).as("whole").isZero();
    Path killed = folder.resolve("killed");
    List<String> arguments =
        Stream.concat(
                Stream.of("data", "prepare", source.toString(), killed.toString()),
                Stream.concat(Stream.of("--size", "16", "--threads", "1"), Arrays.stream(more)))
            .toList();
    try (TrainingProcess process = TrainingProcess.start(folder, arguments)) {
      process.awaits(killed.resolve(layout.equals("tar") ? "000001.tar" : "ant/10.png"));
      process.kill();
    }
    assertThat(killed.resolve("SHA256SUMS")).as("sums").doesNotExist();
    Files.writeString(killed.resolve(".000009.tar.writing"), "half of it");
    Cli cli = prepare(source, killed, more);
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(contents(killed)).as("files").isEqualTo(contents(whole));
  }

  @Test
  void tooManyBrokenFilesEndIt() throws IOException {
    Path source = images(4);
    Files.writeString(source.resolve("ant/x.png"), "no image");
    Cli cli = prepare(source, folder.resolve("made"), "--broken-limit", "0");
    Failure.assertFails(cli, 1, "ant/x.png", "not an image", "--broken-limit");
  }

  @Test
  void aFolderOfOtherThingsIsLeftAlone() throws IOException {
    Path target = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(target.resolve("thesis.txt"), "mine");
    Failure.assertFails(prepare(images(2), target), 1, "mine", "holds other files");
    assertThat(target).as("folder").isDirectoryContaining("glob:**thesis.txt");
  }

  @Test
  void otherSettingsNeedAnotherFolder() throws IOException {
    Path source = images(2);
    Path target = folder.resolve("made");
    prepare(source, target);
    Failure.assertFails(
        prepare(source, target, "--background", "black"), 1, "background was 1.0", "now 0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--size=0", "--quality=101", "--broken-limit=2", "--format=tiff"})
  void wrongArgumentsAreNamed(String argument) throws IOException {
    Failure.assertFails(
        Cli.run("data", "prepare", images(2).toString(), folder.resolve("m").toString(), argument),
        2,
        argument.substring(0, argument.indexOf('=')));
  }

  @Test
  void aSourceThatIsNotThereIsNamed() {
    Failure.assertFails(prepare(folder.resolve("nowhere"), folder.resolve("m")), 2, "nowhere");
  }
}
