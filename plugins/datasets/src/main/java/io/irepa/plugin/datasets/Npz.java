package io.irepa.plugin.datasets;

import com.google.inject.Inject;
import io.irepa.image.Background;
import io.irepa.spi.Component;
import io.irepa.spi.DataSource;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pf4j.Extension;

/** Images and labels of one NumPy archive, as ADM's evaluation suite and its samples have them. */
@Extension
@Component(value = "npz", doc = "a NumPy archive of images, arr_0, and labels, arr_1")
public final class Npz extends StoredSource {
  /** The keys. */
  public record Config(
      @Doc(value = "a .npz file, not compressed", example = "samples.npz") Path path,
      @Doc(
              value = "side of the images, in pixels: shorter side resized, centre cropped",
              example = "256")
          @Range(min = 1)
          int resolution,
      @Doc("mirror half of the images") @Default("true") boolean flip,
      @Doc(value = "a text file with the names of the classes, one a line", example = "classes.txt")
          Optional<Path> classNames)
      implements DataSource.Shaped {
    @Override
    public boolean flips() {
      return flip;
    }

    @Override
    public void check(RunShape run, Problems problems) {
      wanted().check(run, flip, problems);
      if (!Files.isReadable(path)) {
        problems.add("path", "There is nothing to read at " + path + ".");
      }
    }

    Wanted wanted() {
      return Wanted.of(resolution, flip, Background.WHITE, Optional.empty(), true, classNames, 0);
    }
  }

  /** Called by composition; reads headers and labels. */
  @Inject
  public Npz(Config config, RunShape run) {
    super(NpzStore.open(config.path(), config.wanted()), config.wanted(), run);
  }
}
