package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Ending;
import io.irepa.spi.Histogram;
import io.irepa.spi.Opening;
import io.irepa.spi.Tracker;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of {@link Tracker}, for one that writes into the run's folder, be it only until a
 * server has the records.
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
   * What a reader of the records sees of scalars, pictures and histograms, each with its step, and
   * without the time of day. Called when no tracker of the run is open.
   *
   * @param run the run's folder
   * @return in the order of the steps
   * @throws IOException fails the test
   */
  protected abstract List<String> records(Path run) throws IOException;

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

  private static Opening opening(Path run, long step) {
    return new Opening(run, "contract", step, "name: contract\nseed: 0\n", warning -> {});
  }

  /** Opens after so many steps and records the steps up to another; neither ended nor closed. */
  private void record(Tracker tracker, Path to, long done, long last) throws IOException {
    tracker.open(opening(to, done));
    for (long step = done + 1; step <= last; step++) {
      double value = step == 3 ? Double.NaN : step == 4 ? Double.NEGATIVE_INFINITY : 1.0 / step;
      tracker.scalars(step, Map.of("loss.total", value));
      if (step % 2 == 0) {
        tracker.image(step, "samples", png);
        long[] bins = {step, 0, 1};
        tracker.histogram(
            step, "parameters/w", new Histogram(step + 1, -0.5, 1, step, 2 * step, bins));
      }
    }
  }

  private void finish(Path to, long done, long last) throws IOException {
    try (Tracker tracker = tracker()) {
      record(tracker, to, done, last);
      tracker.end(Ending.FINISHED);
    }
  }

  /** As a killed process leaves it: closed, since a test cannot do without, but never ended. */
  private void kill(Path to, long done, long last) throws IOException {
    try (Tracker tracker = tracker()) {
      record(tracker, to, done, last);
    }
  }

  private List<String> undisturbed(long last) throws IOException {
    Path other = Files.createDirectory(folder.resolve("undisturbed"));
    finish(other, 0, last);
    List<String> records = records(other);
    assertThat(records).as("records of a run that nobody stopped").isNotEmpty();
    return records;
  }

  private long bytes() throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      return files.filter(Files::isRegularFile).mapToLong(TrackerContract::size).sum();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes scalars, those that are no numbers too, pictures and histograms, and leaves a file in the
   * run.
   *
   * @throws IOException fails the test
   */
  @Test
  public void writesIntoTheRunsFolder() throws IOException {
    finish(run, 0, 4);
    assertThat(bytes()).as("bytes in the run's folder").isPositive();
  }

  /**
   * Writes before it is closed: a run that is killed has its records.
   *
   * @throws IOException fails the test
   */
  @Test
  public void writesAtOnce() throws IOException {
    try (Tracker tracker = tracker()) {
      tracker.open(opening(run, 0));
      long before = bytes();
      tracker.scalars(1, Map.of("loss.total", 0.5));
      assertThat(bytes()).as("bytes after a step, before closing").isGreaterThan(before);
    }
  }

  /**
   * A run that goes on after it was stopped adds to its records.
   *
   * @throws IOException fails the test
   */
  @Test
  public void keepsWhatIsThereWhenOpenedAgain() throws IOException {
    finish(run, 0, 3);
    List<String> before = records(run);
    finish(run, 3, 6);
    assertThat(records(run))
        .as("records after the second run")
        .startsWith(before.toArray(String[]::new))
        .hasSizeGreaterThan(before.size());
  }

  /**
   * A process that was killed had done more steps than its checkpoint knows. The records of the run
   * that goes on from there are those of one that was never stopped.
   *
   * @throws IOException fails the test
   */
  @Test
  public void goesOnFromACheckpointAsIfItHadNeverStopped() throws IOException {
    kill(run, 0, 5);
    finish(run, 3, 6);
    assertThat(records(run)).as("records after a kill").isEqualTo(undisturbed(6));
  }

  /**
   * The same where the process was killed before its first checkpoint.
   *
   * @throws IOException fails the test
   */
  @Test
  public void beginsAnewAsIfItHadNeverStopped() throws IOException {
    kill(run, 0, 3);
    finish(run, 0, 6);
    assertThat(records(run)).as("records after a kill").isEqualTo(undisturbed(6));
  }

  /**
   * And where that happens again and again.
   *
   * @throws IOException fails the test
   */
  @Test
  public void survivesSeveralKills() throws IOException {
    kill(run, 0, 4);
    kill(run, 2, 5);
    kill(run, 2, 2);
    kill(run, 2, 5);
    finish(run, 4, 6);
    assertThat(records(run)).as("records after four kills").isEqualTo(undisturbed(6));
  }

  /**
   * Takes note of each way to end.
   *
   * @param ending one of them
   * @throws IOException fails the test
   */
  @ParameterizedTest
  @EnumSource
  public void keepsItsRecordsHoweverTheRunEnds(Ending ending) throws IOException {
    try (Tracker tracker = tracker()) {
      record(tracker, run, 0, 4);
      tracker.end(ending);
    }
    assertThat(records(run)).as("records of a run that is %s", ending).isEqualTo(undisturbed(4));
  }

  /**
   * The picture stays where it was.
   *
   * @throws IOException fails the test
   */
  @Test
  public void leavesThePicture() throws IOException {
    byte[] before = Files.readAllBytes(png);
    finish(run, 0, 2);
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
    assertThat(bytes()).as("bytes in the run's folder").isZero();
  }
}
