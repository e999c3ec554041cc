package io.irepa.plugin.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.image.Background;
import io.irepa.spi.DataSource;
import io.irepa.testkit.DataSourceContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On the example images: a zip of eight class folders, with alpha. */
final class ImageFolderContractTest extends DataSourceContract {
  private static final Path EMOJI =
      Path.of(System.getProperty("irepa.root")).resolve("examples/data/emoji64.zip");

  @Override
  protected DataSource source() {
    return new ImageFolder(
        new ImageFolder.Config(
            EMOJI, resolution(), true, Background.WHITE, Optional.empty(), 0.01));
  }

  @Override
  protected int resolution() {
    return 24;
  }

  @Test
  void findsTheClassesAndImagesOfTheArchive() {
    try (DataSource source = source()) {
      assertThat(source.classes()).as("classes").hasSize(8).isSorted();
      assertThat(source.size()).as("images").isEqualTo(1520);
    }
  }
}
