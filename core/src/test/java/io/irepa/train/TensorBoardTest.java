package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Tracker;
import io.irepa.testkit.TrackerContract;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @BeforeEach
  void writeAndReadBack() throws IOException {
    picture = new BufferedImage(200, 3, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(150, 2, 0x123456);
    Path png = run.resolve("step-300.png");
    ImageIO.write(picture, "png", png.toFile());
    try (Tracker tracker = tracker()) {
      tracker.open(run);
      Map<String, Double> scalars = new LinkedHashMap<>();
      scalars.put("loss.total", 0.1);
      scalars.put("größe", -1e30);
      scalars.put("nan", Double.NaN);
      tracker.scalars(1, scalars);
      tracker.image(300, "samples", png);
    }
    try (Stream<Path> files = Files.list(run)) {
      Path file =
          files
              .filter(f -> f.getFileName().toString().startsWith("events.out.tfevents."))
              .findFirst()
              .orElseThrow();
      events = EventReader.read(file);
    }
  }

  @Test
  void beginsWithTheVersion() {
    assertThat(events.get(0).version()).as("file version").isEqualTo("brain.Event:2");
  }

  @Test
  void stampsEventsWithStepAndTime() {
    assertThat(events.stream().map(EventReader.Event::step))
        .as("steps")
        .containsExactly(0L, 1L, 1L, 1L, 300L);
    double now = System.currentTimeMillis() / 1000.0;
    assertThat(events.stream().map(EventReader.Event::seconds))
        .as("seconds since 1970")
        .allMatch(seconds -> Math.abs(seconds - now) < 600);
  }

  @Test
  void scalarsReadBack() {
    assertThat(events.subList(1, 4).stream().map(EventReader.Event::tag))
        .as("tags")
        .containsExactly("loss.total", "größe", "nan");
    assertThat(events.subList(1, 4).stream().map(EventReader.Event::scalar))
        .as("values")
        .containsExactly(0.1f, -1e30f, Float.NaN);
  }

  @Test
  void pictureReadsBack() throws IOException {
    EventReader.Event event = events.get(4);
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
