package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Tracker;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of {@link Tracker}, for one that writes into the run's folder.
 *
 * @since 0.1
 */
public abstract class TrackerContract {
  @TempDir private Path folder;
  private Path run;
  private Path png;

  /** For a subclass. */
  protected TrackerContract() {}

  /** {@return the tracker under test, not opened; another one at each call} */
  protected abstract Tracker tracker();

  /**
   * Makes the run's folder, and a picture beside it.
   *
   * @throws IOException fails the test
   */
  @BeforeEach
  public final void makeRun() throws IOException {
    run = Files.createDirectory(folder.resolve("run"));
    png = folder.resolve("step-2.png");
    ImageIO.write(new BufferedImage(5, 3, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
  }

  private void track(long from) throws IOException {
    try (Tracker tracker = tracker()) {
      tracker.open(run);
      tracker.scalars(from, Map.of("loss.total", 0.5, "images-per-second", 12.0));
      tracker.scalars(from + 1, Map.of("loss.total", Double.NaN, "x", Double.NEGATIVE_INFINITY));
      tracker.image(from + 1, "samples", png);
    }
  }

  private Map<String, byte[]> files() throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files
          .filter(Files::isRegularFile)
          .collect(
              Collectors.toMap(
                  file -> run.relativize(file).toString(),
                  TrackerContract::bytes,
                  (a, b) -> a,
                  TreeMap::new));
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes scalars, those that are no numbers too, and pictures, and leaves a file in the run.
   *
   * @throws IOException fails the test
   */
  @Test
  public void writesIntoTheRunsFolder() throws IOException {
    track(1);
    assertThat(files().values())
        .as("files of the run")
        .isNotEmpty()
        .allMatch(all -> all.length > 0);
  }

  /**
   * Writes before it is closed: a run that is killed has its records.
   *
   * @throws IOException fails the test
   */
  @Test
  public void writesAtOnce() throws IOException {
    try (Tracker tracker = tracker()) {
      tracker.open(run);
      int before = files().values().stream().mapToInt(all -> all.length).sum();
      tracker.scalars(1, Map.of("loss.total", 0.5));
      assertThat(files().values().stream().mapToInt(all -> all.length).sum())
          .as("bytes after a step, before closing")
          .isGreaterThan(before);
    }
  }

  /**
   * A run that goes on adds to its files: none of their bytes change.
   *
   * @throws IOException fails the test
   */
  @Test
  public void keepsWhatIsThereWhenOpenedAgain() throws IOException {
    track(1);
    Map<String, byte[]> before = files();
    track(3);
    Map<String, byte[]> after = files();
    before.forEach(
        (name, bytes) ->
            assertThat(Arrays.equals(bytes, Arrays.copyOf(after.get(name), bytes.length)))
                .as("%s begins as before the second run", name)
                .isTrue());
    assertThat(after.values().stream().mapToInt(all -> all.length).sum())
        .as("bytes after the second run")
        .isGreaterThan(before.values().stream().mapToInt(all -> all.length).sum());
  }

  /**
   * The picture stays where it was.
   *
   * @throws IOException fails the test
   */
  @Test
  public void leavesThePicture() throws IOException {
    byte[] before = Files.readAllBytes(png);
    track(1);
    assertThat(png).as("the picture").hasBinaryContent(before);
  }

  /**
   * May be closed without having been opened.
   *
   * @throws IOException fails the test
   */
  @Test
  public void closesWithoutHavingBeenOpened() throws IOException {
    tracker().close();
    assertThat(files()).as("files").isEmpty();
  }
}
