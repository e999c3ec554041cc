package io.irepa.evaluate;

import io.irepa.numpy.NpzImages;
import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/** The real images of a reference archive, as they are; of one class, since nobody asks. */
final class ArchiveImages implements DataSource {
  private final NpzImages images;

  /**
   * @throws io.irepa.IrepaException if the file holds no images
   */
  ArchiveImages(Path file) {
    this.images = NpzImages.open(file);
  }

  @Override
  public long size() {
    return images.count();
  }

  @Override
  public List<String> classes() {
    return List.of("all");
  }

  @Override
  public Example read(long index, RandomGenerator random) throws IOException {
    return new Example(0, images.read((int) index));
  }

  @Override
  public void close() {
    try {
      images.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
