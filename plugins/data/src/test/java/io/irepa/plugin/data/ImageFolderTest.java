package io.irepa.plugin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.irepa.IrepaException;
import io.irepa.image.Background;
import io.irepa.spi.Example;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Philox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderTest {
  private static final RandomGenerator RANDOM = Philox.of(0, 0, "test");

  @TempDir private Path temporary;

  private static ImageFolder.Config config(Path path, int side, boolean flip) {
    return new ImageFolder.Config(path, side, flip, Background.WHITE, Optional.empty(), 0.01);
  }

  private static ImageFolder open(Path path) {
    return new ImageFolder(config(path, 4, false));
  }

  private Path folder() throws IOException {
    Path folder = temporary.resolve("images");
    for (int i = 0; i < 3; i++) {
      Images.write(folder.resolve("cat/" + i + ".png"), Images.plain(4, 4, 8, 10 * i, 0, 0), "png");
      Images.write(folder.resolve("ant/" + i + ".jpg"), Images.plain(8, 8, 8, 20 * i, 9, 9), "jpg");
    }
    return folder;
  }

  private Path zip(String... entries) throws IOException {
    Path zip = temporary.resolve("images.zip");
    byte[] png = Images.encoded(Images.plain(4, 4, 8, 200, 100, 50), "png");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String entry : entries) {
        out.putNextEntry(new ZipEntry(entry));
        if (!entry.endsWith("/")) {
          out.write(png);
        }
        out.closeEntry();
      }
    }
    return zip;
  }

  private static void assertRefused(Path path, String... parts) {
    assertThatThrownBy(() -> open(path).close())
        .isInstanceOf(IrepaException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void labelsAreTheSortedClasses() throws IOException {
    try (ImageFolder source = open(folder())) {
      assertThat(source.classes()).as("classes").containsExactly("ant", "cat");
      assertThat(source.size()).as("size").isEqualTo(6);
      assertThat(source.read(5, RANDOM).label()).as("label of the last").isEqualTo(1);
      assertThat(source.read(5, RANDOM).image().orElseThrow()[0])
          .as("red of cat/2.png")
          .isEqualTo(20 / 255f);
    }
  }

  @Test
  void aMissingFolderIsAProblemOfTheConfiguration() {
    List<String> problems = new ArrayList<>();
    config(temporary.resolve("nowhere"), 4, true)
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            (key, message) -> problems.add(key + ": " + message));
    assertThat(problems).as("problems").singleElement().asString().contains("path: ", "nowhere");
  }

  @Test
  void aFolderThatWentAwaySinceIsNamed() {
    assertRefused(temporary.resolve("nowhere"), "nowhere", "no such file");
  }

  @Test
  void anEmptyFolderHasNoClasses() {
    assertRefused(temporary, temporary.toString(), "no class folders");
  }

  @Test
  void imagesOutsideClassFoldersAreNotEnough() throws IOException {
    Images.write(temporary.resolve("a.png"), Images.plain(4, 4, 8, 1), "png");
    assertRefused(temporary, "no class folders");
  }

  @Test
  void aClassWithoutImagesIsNamed() throws IOException {
    Path folder = folder();
    Files.writeString(Files.createDirectories(folder.resolve("bee")).resolve("notes.txt"), "none");
    assertRefused(folder, "'bee'", "no images");
  }

  @Test
  void classFoldersOneLevelDeeperAreHintedAt() throws IOException {
    folder();
    assertRefused(temporary, "'images'", "images/ant");
  }

  @Test
  void endingsInCapitalsAreImagesAndHiddenFilesAreNot() throws IOException {
    Images.write(temporary.resolve("cat/A.PNG"), Images.plain(4, 4, 8, 1), "png");
    Images.write(temporary.resolve("cat/B.JPEG"), Images.plain(4, 4, 8, 1), "jpg");
    Files.writeString(temporary.resolve("cat/._A.PNG"), "what macOS leaves behind");
    Files.createDirectories(temporary.resolve(".cache"));
    try (ImageFolder source = open(temporary)) {
      assertThat(source.size()).as("size").isEqualTo(2);
    }
  }

  @Test
  void aZipWithDirectoryEntriesAndMacosLeftoversIsRead() throws IOException {
    Path zip = zip("cat/", "cat/1.png", "__MACOSX/", "__MACOSX/cat/._1.png", "ant/1.png", "L.txt");
    try (ImageFolder source = open(zip)) {
      assertThat(source.classes()).as("classes").containsExactly("ant", "cat");
      assertThat(source.size()).as("size").isEqualTo(2);
      assertThat(source.read(1, RANDOM).image().orElseThrow()[0]).as("red").isEqualTo(200 / 255f);
    }
  }

  @Test
  void aTruncatedZipIsNamed() throws IOException {
    Path zip = zip("cat/1.png", "ant/1.png");
    byte[] whole = Files.readAllBytes(zip);
    Files.write(zip, Arrays.copyOf(whole, whole.length / 2));
    assertRefused(zip, "images.zip", "whole zip file");
  }

  @Test
  void anEmptyZipHasNoClasses() throws IOException {
    assertRefused(zip(), "no class folders");
  }

  @Test
  void aFileThatIsNoZipIsNamed() throws IOException {
    Path file = Files.writeString(temporary.resolve("images.tar"), "x".repeat(100));
    assertRefused(file, "images.tar", "whole zip file");
  }

  @Test
  void aDamagedImageIsReportedByNameAndSoMayBePassedOver() throws IOException {
    Path folder = folder();
    Files.writeString(folder.resolve("cat/1.png"), "damaged", StandardCharsets.UTF_8);
    try (ImageFolder source = open(folder)) {
      assertThatThrownBy(() -> source.read(4, RANDOM))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("1.png");
      assertThat(source.read(3, RANDOM).image()).as("its neighbour").isPresent();
    }
  }

  @Test
  void flipsFollowTheGeneratorAlone() throws IOException {
    Images.write(temporary.resolve("cat/1.png"), Images.smooth(8, 8), "png");
    try (ImageFolder source = new ImageFolder(config(temporary, 8, true))) {
      float[] straight = open8().read(0, RANDOM).image().orElseThrow();
      int flipped = 0;
      for (int place = 0; place < 64; place++) {
        float[] first = source.read(0, Philox.of(7, place, "flip")).image().orElseThrow();
        float[] again = source.read(0, Philox.of(7, place, "flip")).image().orElseThrow();
        assertThat(again).as("place %d again", place).isEqualTo(first);
        flipped += Arrays.equals(first, straight) ? 0 : 1;
      }
      assertThat(flipped).as("flipped of 64").isBetween(16, 48);
    }
  }

  private ImageFolder open8() {
    return new ImageFolder(config(temporary, 8, false));
  }

  @Test
  void threadsThatReadTogetherSeeTheSamePixels() throws Exception {
    String[] entries =
        IntStream.range(0, 16).mapToObj(i -> "cat/" + i + ".png").toArray(String[]::new);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (ImageFolder source = open(zip(entries))) {
      float[] expected = source.read(0, RANDOM).image().orElseThrow();
      List<Callable<Example>> reads = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int index = i % entries.length;
        reads.add(() -> source.read(index, RANDOM));
      }
      for (Future<Example> example : threads.invokeAll(reads)) {
        assertThat(example.get().image().orElseThrow()).as("pixels").isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static long stamp(ImageFolder.Config config) throws IOException {
    try (ImageFolder source = new ImageFolder(config)) {
      return source.outline(0).orElseThrow().stamp();
    }
  }

  @Test
  void theStampChangesWithAllThatPixelsDependOn() throws IOException {
    Path folder = folder();
    Path image = folder.resolve("ant/0.jpg");
    List<Long> stamps = new ArrayList<>();
    stamps.add(stamp(config(folder, 4, false)));
    stamps.add(stamp(config(folder, 5, false)));
    stamps.add(
        stamp(new ImageFolder.Config(folder, 4, false, Background.BLACK, Optional.empty(), 0.01)));
    FileTime time = Files.getLastModifiedTime(image);
    Files.setLastModifiedTime(image, FileTime.fromMillis(time.toMillis() + 1));
    stamps.add(stamp(config(folder, 4, false)));
    Files.setLastModifiedTime(Files.write(image, new byte[] {1}), time);
    stamps.add(stamp(config(folder, 4, false)));
    assertThat(stamps)
        .as("side 4, side 5, black, another time, another size")
        .doesNotHaveDuplicates()
        .doesNotContain(0L);
  }

  private Path zipped(int blue) throws IOException {
    Path zip = temporary.resolve("images.zip");
    ZipEntry entry = new ZipEntry("cat/a.bmp");
    entry.setTime(1_000_000_000_000L);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(entry);
      out.write(Images.encoded(Images.plain(4, 4, 8, 200, 100, blue), "bmp"));
      out.closeEntry();
    }
    return zip;
  }

  @Test
  void theStampOfAZippedImageChangesWithItsBytes() throws IOException {
    long before = stamp(config(zipped(50), 4, false));
    assertThat(stamp(config(zipped(50), 4, false))).as("the same again").isEqualTo(before);
    assertThat(stamp(config(zipped(51), 4, false))).as("other pixels").isNotEqualTo(before);
  }
}
