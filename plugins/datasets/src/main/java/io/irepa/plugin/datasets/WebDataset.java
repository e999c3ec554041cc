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
import java.nio.file.Path;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Tar shards in WebDataset's layout: neighbouring members of one name are a sample, and their
 * endings tell what they are.
 */
@Extension
@Component(value = "webdataset", doc = "tar shards in WebDataset's layout")
public final class WebDataset extends StoredSource {
  /** The keys. */
  public record Config(
      @Doc(
              value =
                  "a tar file, a folder of them, or a pattern with *, ? and {000..146} in the file's name",
              example = "'data/imagenet/train-{0000..0146}.tar'")
          Path path,
      @Doc(
              value =
                  "side of the images, in pixels: shorter side resized, centre cropped; 0: images are not read, for data of latents",
              example = "256")
          @Default("0")
          @Range(min = 0)
          int resolution,
      @Doc("mirror half of the images") @Default("true") boolean flip,
      @Doc("what lies under transparent pixels") @Default("white") Background background,
      @Doc("ending of the images' members; png, jpg, jpeg, bmp or gif if left out")
          Optional<String> image,
      @Doc(
              value =
                  "ending of the members that hold the label: cls or another for a number or name as text, json for a key of it; if left out cls or json, or the folder that the members lie in",
              example = "cls")
          Optional<String> label,
      @Doc("key of the label in json members") @Default("label") String labelKey,
      @Doc("whether samples have labels; otherwise all are of one class") @Default("true")
          boolean labelled,
      @Doc(value = "a text file with the names of the classes, one a line", example = "classes.txt")
          Optional<Path> classNames,
      @Doc("latents that are stored with the samples, as npy") Optional<Latents> latent,
      @Doc("share of damaged samples that is passed over; above 0, at least one")
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
      if (TarFiles.of(path).isEmpty()) {
        problems.add("path", "There is no tar file at " + path + ".");
      }
    }

    Wanted wanted() {
      return Wanted.of(resolution, flip, background, latent, labelled, classNames, brokenLimit);
    }
  }

  /** Called by composition; reads the shards' tables of contents. */
  @Inject
  public WebDataset(Config config, RunShape run) {
    super(TarStore.open(config), config.wanted(), run);
  }
}
