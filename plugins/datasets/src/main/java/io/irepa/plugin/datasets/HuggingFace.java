package io.irepa.plugin.datasets;

import com.google.inject.Inject;
import io.irepa.image.Background;
import io.irepa.spi.Component;
import io.irepa.spi.DataSource;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.LatentContent;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Parquet or Arrow files in the layouts of Hugging Face's {@code datasets}: a repository's Parquet
 * files, or what {@code save_to_disk} writes.
 */
@Extension
@Component(
    value = "huggingface",
    doc = "Parquet or Arrow files in the layouts of Hugging Face's datasets")
public final class HuggingFace extends StoredSource {
  /** The keys. */
  public record Config(
      @Doc(
              value =
                  "a Parquet or Arrow file, a folder of them at any depth, or a folder that save_to_disk has written",
              example = "data/imagenet-1k")
          Path path,
      @Doc("which split of several: the beginning of the files' names, or their folder's name")
          @Default("train")
          String split,
      @Doc(
              value =
                  "side of the images, in pixels: shorter side resized, centre cropped; 0: images are not read, for data of latents",
              example = "256")
          @Default("0")
          @Range(min = 0)
          int resolution,
      @Doc("mirror half of the images") @Default("true") boolean flip,
      @Doc("what lies under transparent pixels") @Default("white") Background background,
      @Doc("column of the images; found by its usual name if left out") Optional<String> image,
      @Doc(
              value = "column of the labels, numbers or names; found by its usual name if left out",
              example = "label")
          Optional<String> label,
      @Doc("whether rows have labels; otherwise all are of one class") @Default("true")
          boolean labelled,
      @Doc(
              value =
                  "a text file with the names of the classes, one a line; those that the data bring if left out",
              example = "classes.txt")
          Optional<Path> classNames,
      @Doc("latents that are stored in a column: lists of numbers, or the bytes of npy files")
          Optional<Latents> latent,
      @Doc("room for parts of Parquet files that were read, in MiB; other rows of them may follow")
          @Default("128")
          @Range(min = 1)
          int cache,
      @Doc("share of damaged rows that is passed over; above 0, at least one")
          @Default("0.01")
          @Range(min = 0, max = 1)
          double brokenLimit)
      implements DataSource.Shaped {
    @Override
    public boolean flips() {
      return flip && images();
    }

    @Override
    public boolean images() {
      return resolution > 0;
    }

    @Override
    public boolean latents() {
      return latent.isPresent();
    }

    @Override
    public LatentContent latentContent() {
      return latent.map(stored -> stored.content().carried()).orElse(LatentContent.SCALED);
    }

    @Override
    public void check(RunShape run, Problems problems) {
      wanted().check(run, flip, problems);
      if (!Files.isReadable(path)) {
        problems.add("path", "There is nothing to read at " + path + ".");
      }
    }

    Wanted wanted() {
      return Wanted.of(resolution, flip, background, latent, labelled, classNames, brokenLimit);
    }
  }

  /** Called by composition; reads the files' footers and labels. */
  @Inject
  public HuggingFace(Config config, RunShape run) {
    super(TableStore.open(config), config.wanted(), run);
  }
}
