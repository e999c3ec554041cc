package io.irepa.train;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Histogram;
import io.irepa.spi.Opening;
import io.irepa.spi.Tracker;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.pf4j.Extension;

/**
 * Event files that TensorBoard reads: scalars, sample grids and histograms. Each process writes one
 * of its own, which begins by saying at which step the session starts: TensorBoard then forgets
 * what earlier files hold from that step on.
 */
@Extension
@Component(value = "tensorboard", doc = "an event file for TensorBoard")
public final class TensorBoard implements Tracker {
  private static final Pattern NAME =
      Pattern.compile("events\\.out\\.tfevents\\.([0-9]{1,18})\\..*");

  private EventFile file;

  /** Called by composition. */
  @Inject
  public TensorBoard() {}

  @Override
  public void open(Opening opening) throws IOException {
    Path run = opening.run();
    // TensorBoard reads files by name: this one comes last, even if the clock was set back.
    long seconds = Math.max(System.currentTimeMillis() / 1000, newest(run) + 1);
    file = new EventFile(run.resolve("events.out.tfevents." + seconds + ".irepa"), now());
    file.start(opening.step() + 1, now());
  }

  /** The time in the name of the newest event file; 0 if there is none. */
  private static long newest(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files
          .map(path -> NAME.matcher(path.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToLong(name -> Long.parseLong(name.group(1)))
          .max()
          .orElse(0);
    }
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

  @Override
  public void histogram(long step, String name, Histogram histogram) throws IOException {
    file.histogram(step, now(), name, histogram);
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
