package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.irepa.spi.Histogram;
import io.irepa.spi.Opening;
import io.irepa.spi.Tracker;
import io.irepa.testkit.TrackerContract;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TensorBoardTest extends TrackerContract {
  @TempDir private Path run;
  private BufferedImage picture;
  private List<EventReader.Event> events;

  @Override
  protected Tracker tracker() {
    return new TensorBoard();
  }

  /** As TensorBoard sees it: the start of a session takes back what was there from its step on. */
  @Override
  protected List<String> records(Path of) throws IOException {
    List<EventReader.Event> seen = new ArrayList<>();
    for (Path file : files(of)) {
      for (EventReader.Event event : EventReader.read(file)) {
        if (event.session() == 1) {
          seen.removeIf(earlier -> earlier.step() >= event.step());
        } else if (!event.tag().isEmpty()) {
          seen.add(event);
        }
      }
    }
    return seen.stream()
        .map(
            e ->
                "%d %s %s %d %s %s"
                    .formatted(
                        e.step(),
                        e.tag(),
                        e.scalar(),
                        e.png().length,
                        e.histogram().sum(),
                        Arrays.toString(e.histogram().buckets())))
        .toList();
  }

  private static List<Path> files(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("events.out.tfevents."))
          .sorted()
          .toList();
    }
  }

  private static Opening opening(Path of, long step) {
    return new Opening(of, "test", step, "name: test\n", warning -> {});
  }

  @BeforeEach
  void writeAndReadBack() throws IOException {
    picture = new BufferedImage(200, 3, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(150, 2, 0x123456);
    Path png = run.resolve("step-300.png");
    ImageIO.write(picture, "png", png.toFile());
    try (Tracker tracker = tracker()) {
      tracker.open(opening(run, 0));
      Map<String, Double> scalars = new LinkedHashMap<>();
      scalars.put("loss.total", 0.1);
      scalars.put("größe", -1e30);
      scalars.put("nan", Double.NaN);
      tracker.scalars(1, scalars);
      tracker.image(300, "samples", png);
      tracker.histogram(
          300, "gradients/w", new Histogram(7, -1, 3, 2.5, 9.25, new long[] {1, 2, 4}));
    }
    events = EventReader.read(files(run).get(0));
  }

  @Test
  void beginsWithTheVersion() {
    assertThat(events.get(0).version()).as("file version").isEqualTo("brain.Event:2");
  }

  @Test
  void stampsEventsWithStepAndTime() {
    assertThat(events.stream().map(EventReader.Event::step))
        .as("steps")
        .containsExactly(0L, 1L, 1L, 1L, 1L, 300L, 300L);
    double now = System.currentTimeMillis() / 1000.0;
    assertThat(events.stream().map(EventReader.Event::seconds))
        .as("seconds since 1970")
        .allMatch(seconds -> Math.abs(seconds - now) < 600);
  }

  @Test
  void startsASessionAtTheNextStep() throws IOException {
    Path other = Files.createDirectory(run.resolve("other"));
    try (Tracker tracker = tracker()) {
      tracker.open(opening(other, 41));
    }
    EventReader.Event start = EventReader.read(files(other).get(0)).get(1);
    assertThat(start.session()).as("status of the session, 1 is START").isEqualTo(1);
    assertThat(start.step()).as("step from which earlier files do not count").isEqualTo(42);
  }

  @Test
  void aFileComesAfterThoseOfALaterClock() throws IOException {
    Path other = Files.createDirectory(run.resolve("other"));
    String before = "events.out.tfevents.9000000000.irepa";
    Files.write(other.resolve(before), new byte[0]);
    try (Tracker tracker = tracker()) {
      tracker.open(opening(other, 0));
    }
    assertThat(files(other).stream().map(file -> file.getFileName().toString()))
        .as("event files by name")
        .containsExactly(before, "events.out.tfevents.9000000001.irepa");
  }

  @Test
  void histogramReadsBack() {
    EventReader.Histo histogram = events.get(6).histogram();
    assertThat(events.get(6).tag()).as("tag").isEqualTo("gradients/w");
    assertThat(
            new double[] {
              histogram.least(),
              histogram.greatest(),
              histogram.count(),
              histogram.sum(),
              histogram.squares()
            })
        .as("least, greatest, count, sum, sum of squares")
        .containsExactly(-1, 3, 7, 2.5, 9.25);
    assertThat(histogram.limits())
        .as("upper edges")
        .containsExactly(new double[] {1 / 3.0, 5 / 3.0, 3}, within(1e-15));
    assertThat(histogram.buckets()).as("counts").containsExactly(1, 2, 4);
  }

  @Test
  void scalarsReadBack() {
    assertThat(events.subList(2, 5).stream().map(EventReader.Event::tag))
        .as("tags")
        .containsExactly("loss.total", "größe", "nan");
    assertThat(events.subList(2, 5).stream().map(EventReader.Event::scalar))
        .as("values")
        .containsExactly(0.1f, -1e30f, Float.NaN);
  }

  @Test
  void pictureReadsBack() throws IOException {
    EventReader.Event event = events.get(5);
    assertThat(event.tag()).as("tag").isEqualTo("samples");
    assertThat(event.height()).as("height").isEqualTo(3);
    assertThat(event.width()).as("width").isEqualTo(200);
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(event.png()));
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        assertThat(read.getRGB(x, y)).as("pixel %d,%d", x, y).isEqualTo(picture.getRGB(x, y));
      }
    }
  }
}
