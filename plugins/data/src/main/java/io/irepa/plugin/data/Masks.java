package io.irepa.plugin.data;

import io.irepa.image.Picture;
import io.irepa.image.Preparation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where images have their foreground: mask images of the same names, or the images' own alpha. */
final class Masks implements AutoCloseable {
  private final Optional<Archive> archive;
  private final Map<String, Path> files = new HashMap<>();

  private Masks(Optional<Archive> archive) {
    this.archive = archive;
    archive.ifPresent(
        masks ->
            masks
                .names()
                .forEach(
                    name ->
                        masks
                            .files(name)
                            .forEach(file -> files.put(name + "/" + stem(file), file))));
  }

  /**
   * Masks from a folder or zip file of class folders; from alpha if there is none.
   *
   * @throws io.irepa.IrepaException if it cannot be listed
   */
  static Masks of(Optional<Path> path) {
    return new Masks(path.map(Archive::open));
  }

  /** A file's name without its ending: a photograph's mask is seldom a JPEG. */
  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  /**
   * The mask of an image, of its size before it is cropped.
   *
   * @return grey from 0 to 1, 1 in the foreground; empty if it has none
   */
  Optional<Picture> read(Path image, String name) throws IOException {
    if (archive.isPresent()) {
      Path mask = files.get(name + "/" + stem(image));
      return mask == null ? Optional.empty() : Optional.of(Picture.read(mask, 0));
    }
    return Preparation.opacity(Picture.read(image, 1), Picture.read(image, 0));
  }

  @Override
  public void close() {
    archive.ifPresent(Archive::release);
  }
}
