package io.irepa.train;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Tracker;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.pf4j.Extension;

/** An event file that TensorBoard reads: scalars and sample grids. */
@Extension
@Component(value = "tensorboard", doc = "an event file for TensorBoard")
public final class TensorBoard implements Tracker {
  private EventFile file;

  /** Called by composition. */
  @Inject
  public TensorBoard() {}

  @Override
  public void open(Path run) throws IOException {
    file = new EventFile(unused(run), now());
  }

  /** A run that goes on writes another file, also within the same second. */
  private static Path unused(Path run) {
    long seconds = System.currentTimeMillis() / 1000;
    Path file = run.resolve("events.out.tfevents." + seconds + ".irepa");
    for (int i = 1; Files.exists(file); i++) {
      file = run.resolve("events.out.tfevents." + seconds + ".irepa." + i);
    }
    return file;
  }

  @Override
  public void scalars(long step, Map<String, Double> values) throws IOException {
    for (Map.Entry<String, Double> value : values.entrySet()) {
      file.scalar(step, now(), value.getKey(), value.getValue().floatValue());
    }
  }

  @Override
  public void image(long step, String name, Path png) throws IOException {
    BufferedImage image = ImageIO.read(png.toFile());
    file.image(step, now(), name, image.getHeight(), image.getWidth(), Files.readAllBytes(png));
  }

  private static double now() {
    return System.currentTimeMillis() / 1000.0;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
