package io.irepa.plugin.data;

import com.google.inject.Inject;
import io.irepa.image.Background;
import io.irepa.image.Preparation;
import io.irepa.spi.Component;
import io.irepa.spi.DataSource;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Example;
import io.irepa.spi.MayChange;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Philox;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.pf4j.Extension;

/**
 * Images in class folders, in a folder or a zip file; labels are the sorted classes' indices.
 * Pixels are as stored, without colour profiles.
 */
@Extension
@Component(value = "image-folder", doc = "a folder or zip file of class folders")
public final class ImageFolder implements DataSource {
  /** Changes with how files become pixels. */
  private static final String DECODING = "image-folder 2";

  private final Config config;
  private final Preparation preparation;
  private final Archive archive;
  private final Masks masks;
  private final List<Path> files = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();

  /** The keys. */
  public record Config(
      @Doc(
              value = "a folder, or a zip file, of class folders",
              example = "examples/data/emoji64.zip")
          Path path,
      @Doc(
              value = "side of the images, in pixels: shorter side resized, centre cropped",
              example = "64")
          @Range(min = 1)
          int resolution,
      @Doc("mirror half of the images") @Default("true") boolean flip,
      @Doc("what lies under transparent pixels") @Default("white") Background background,
      @MayChange
          @Doc(
              "a folder, or a zip file, of mask images that lie and are named as the images, white"
                  + " in the foreground; the images' alpha if left out")
          Optional<Path> masks,
      @Doc("share of damaged images that is passed over; above 0, at least one")
          @Default("0.01")
          @Range(min = 0, max = 1)
          double brokenLimit)
      implements DataSource.Shaped {
    @Override
    public boolean flips() {
      return flip;
    }

    @Override
    public void check(RunShape run, Problems problems) {
      if (!Files.isReadable(path)) {
        problems.add("path", "There is nothing to read at " + path + ".");
      }
      masks
          .filter(folder -> !Files.isReadable(folder))
          .ifPresent(
              folder -> problems.add("masks", "There is nothing to read at " + folder + "."));
    }
  }

  /** Called by composition; lists the files. */
  @Inject
  public ImageFolder(Config config) {
    this.config = config;
    this.preparation = new Preparation(config.resolution(), config.flip(), config.background());
    this.archive = Archive.open(config.path());
    this.masks = masks(config, archive);
    List<String> names = archive.names();
    for (int label = 0; label < names.size(); label++) {
      for (Path file : archive.files(names.get(label))) {
        files.add(file);
        labels.add(label);
      }
    }
  }

  private static Masks masks(Config config, Archive archive) {
    boolean whole = false;
    try {
      Masks masks = Masks.of(config.masks());
      whole = true;
      return masks;
    } finally {
      if (!whole) {
        archive.release();
      }
    }
  }

  @Override
  public long size() {
    return files.size();
  }

  @Override
  public List<String> classes() {
    return archive.names();
  }

  @Override
  public double brokenLimit() {
    return config.brokenLimit();
  }

  @Override
  public Example read(long index, RandomGenerator random) throws IOException {
    Path file = files.get((int) index);
    return new Example(
        labels.get((int) index),
        preparation.image(Files.readAllBytes(file), file.toString(), random));
  }

  @Override
  public Optional<float[]> foreground(long index, RandomGenerator random) throws IOException {
    return masks
        .read(files.get((int) index), archive.names().get(labels.get((int) index)))
        .map(mask -> preparation.foreground(mask, random));
  }

  @Override
  public Optional<Outline> outline(long index) throws IOException {
    return Optional.of(
        new Outline(labels.get((int) index), stamp(files.get((int) index)), preparation::flips));
  }

  /**
   * Of the file's name, size, time and, in a zip file, checksum, and of what else pixels depend on.
   */
  private long stamp(Path path) throws IOException {
    BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
    boolean zipped = path.getFileSystem() != FileSystems.getDefault();
    String rest =
        "%s %s %s %d %s"
            .formatted(
                DECODING,
                path.getFileName(),
                zipped ? Files.getAttribute(path, "zip:crc") : "",
                config.resolution(),
                config.background());
    long time = file.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    return Math.max(1, Philox.of(file.size(), time, rest).nextLong() >>> 1);
  }

  @Override
  public void close() {
    masks.close();
    archive.release();
  }
}
