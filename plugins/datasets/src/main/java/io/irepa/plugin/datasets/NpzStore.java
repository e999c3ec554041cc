package io.irepa.plugin.datasets;

import io.irepa.image.Picture;
import io.irepa.numpy.NpzImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Images of a NumPy archive. */
final class NpzStore implements Store {
  private final Path file;
  private final NpzImages images;
  private final Listing listing;

  private NpzStore(Path file, NpzImages images, Listing listing) {
    this.file = file;
    this.images = images;
    this.listing = listing;
  }

  /**
   * Opens an archive; without labels its images are of one class.
   *
   * @throws io.irepa.IrepaException if it holds no images, or a label is no class
   */
  static NpzStore open(Path file, Wanted wanted) {
    NpzImages images = NpzImages.open(file);
    Optional<List<String>> labels =
        images
            .labels()
            .filter(some -> wanted.labelled())
            .map(some -> Arrays.stream(some).mapToObj(Long::toString).toList());
    Listing listing =
        new Labels(wanted.givenNames())
            .listing(
                labels,
                Collections.nCopies(images.count(), ""),
                row -> "%s: image %d".formatted(file, row));
    return new NpzStore(file, images, listing);
  }

  @Override
  public Listing listing() {
    return listing;
  }

  @Override
  public String place(int row) {
    return "%s: image %d".formatted(file, row);
  }

  @Override
  public Picture picture(int row, float background) throws IOException {
    return new Picture(images.width(), images.height(), images.read(row));
  }

  @Override
  public float[] latents(int row) throws IOException {
    throw new IOException(file + " holds images alone");
  }

  @Override
  public long stamp(int row) throws IOException {
    return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS) ^ Files.size(file) << 20;
  }

  @Override
  public void close() throws IOException {
    images.close();
  }
}
