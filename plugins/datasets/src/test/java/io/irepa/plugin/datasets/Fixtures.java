package io.irepa.plugin.datasets;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.irepa.IrepaException;
import io.irepa.image.Background;
import io.irepa.layouts.Item;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.DataSource;
import io.irepa.spi.Grid;
import io.irepa.spi.RunShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Configurations and images of the tests. */
final class Fixtures {
  static final RunShape ANY =
      new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  private Fixtures() {}

  static Item.Items emoji(int classes, int each) throws IOException {
    return Item.of(
        Path.of(System.getProperty("irepa.root")).resolve("examples/data/emoji64.zip"),
        classes,
        each);
  }

  static WebDataset.Config webdataset(Path path, int resolution, Optional<Latents> latent) {
    return new WebDataset.Config(
        path,
        resolution,
        latent.isEmpty(),
        Background.WHITE,
        Optional.empty(),
        Optional.empty(),
        "label",
        true,
        Optional.empty(),
        latent,
        0.01);
  }

  static HuggingFace.Config huggingFace(Path path, int resolution, Optional<Latents> latent) {
    return new HuggingFace.Config(
        path,
        "train",
        resolution,
        latent.isEmpty(),
        Background.WHITE,
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.empty(),
        latent,
        1,
        0.01);
  }

  static DataSource tars(Path path) {
    return new WebDataset(webdataset(path, 24, Optional.empty()), ANY);
  }

  static DataSource tables(Path path) {
    return new HuggingFace(huggingFace(path, 24, Optional.empty()), ANY);
  }

  static Optional<Latents> latents(Latents.Content content) {
    return Optional.of(new Latents(Optional.empty(), content));
  }

  /** A backbone that takes latents of these sides. */
  static RunShape taking(int channels, int side) {
    return new RunShape(
        Optional.empty(),
        Optional.empty(),
        Optional.of(new BackboneShape(channels, side, new Grid(1, 1), 8, 1, 10, false)),
        List.of());
  }

  static void assertRefused(ThrowingCallable open, String... parts) {
    assertThatThrownBy(open).isInstanceOf(IrepaException.class).hasMessageContainingAll(parts);
  }
}
