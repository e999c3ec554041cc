package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.image.Picture;
import io.irepa.numpy.NpzImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples in a NumPy archive, written and read. */
final class SampleArchiveTest {
  private static final int COUNT = 10; // three batches of four, the last one not whole

  @TempDir private static Path folder;
  private static Toy toy;
  private static Path archive;

  @BeforeAll
  static void draw() {
    toy = new Toy(folder);
    Cli trained = toy.train(Map.of());
    assertThat(trained.exitCode()).as(trained.err()).isZero();
    archive = folder.resolve("samples.npz");
    Cli cli = toy.sample("--count", "" + COUNT, "--seed", "3", "--npz", archive.toString());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  @AfterEach
  void nothingStays() throws IOException {
    Failure.assertNothingHalfWritten(folder);
  }

  @Test
  void holdsThePicturesOfTheSameSeed() throws IOException {
    Cli cli = toy.sample("--count", "" + COUNT, "--seed", "3");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    try (NpzImages images = NpzImages.open(archive)) {
      assertThat(images.count()).as("images").isEqualTo(COUNT);
      for (int i = 0; i < COUNT; i++) {
        Path picture = toy.run().resolve("samples/seed-3/%03d.png".formatted(i));
        assertThat(images.read(i)).as("image %d", i).isEqualTo(Picture.read(picture, 0).values());
      }
    }
  }

  @Test
  void holdsTheClassesInTurn() throws IOException {
    try (NpzImages images = NpzImages.open(archive)) {
      assertThat(images.labels().orElseThrow())
          .as("labels")
          .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 0, 1);
    }
  }

  @Test
  void isDataToTrainOn() throws IOException {
    Toy other = new Toy(Files.createDirectories(folder.resolve("other")));
    Cli cli =
        other.train(Map.of("data", "{type: npz, path: '%s', resolution: 16}".formatted(archive)));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  @Test
  void isAReferenceForEveryMetric() throws IOException {
    Cli cli =
        Cli.run(
            "evaluate",
            toy.run().toString(),
            "-s",
            "evaluate={metrics: [frechet-distance, precision-recall], count: 6, features: [{encoder: {type: hog, input: 32, grid: 4, size: 32}, reference: '%s'}]}"
                .formatted(archive));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    try (Stream<Path> files = Files.list(toy.run().resolve("evaluation"))) {
      assertThat(files.map(SampleArchiveTest::text))
          .as("numbers")
          .anyMatch(text -> text.contains("evaluate.hog.precision-recall.recall"));
    }
  }

  private static String text(Path file) {
    try {
      return file.toString().endsWith(".json") ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
