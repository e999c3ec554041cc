package io.irepa.plugin.datasets;

import io.irepa.IrepaException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which columns of a file are read.
 *
 * @param image empty if images are not wanted
 * @param latents empty if latents are not wanted
 * @param label empty if rows have none
 */
record Columns(Optional<Column> image, Optional<Column> latents, Optional<String> label) {
  private static final List<String> IMAGES = List.of("image", "img", "jpg", "png", "picture");
  private static final List<String> LABELS =
      List.of("label", "labels", "cls", "class", "fine_label", "target");
  private static final List<String> LATENTS =
      List.of("latent", "latents", "moments", "vae_output", "npy");

  /** Kinds of columns: the images' file names stand beside their bytes. */
  enum Kind {
    IMAGE,
    LATENTS
  }

  /** One column that is read row by row. */
  record Column(Kind kind, String name) {}

  /**
   * Finds the columns.
   *
   * @param there names of the file's columns
   * @throws IrepaException if one is not there, naming those that are
   */
  static Columns of(HuggingFace.Config config, Path file, List<String> there) {
    Optional<Column> image =
        config.images()
            ? Optional.of(
                new Column(Kind.IMAGE, find("image", "image", config.image(), IMAGES, file, there)))
            : Optional.empty();
    Optional<Column> latents =
        config
            .latent()
            .map(
                stored ->
                    new Column(
                        Kind.LATENTS,
                        find("latents", "latent.from", stored.from(), LATENTS, file, there)));
    Optional<String> label =
        config.labelled()
            ? Optional.of(find("label", "label", config.label(), LABELS, file, there))
            : Optional.empty();
    return new Columns(image, latents, label);
  }

  private static String find(
      String what,
      String key,
      Optional<String> wanted,
      List<String> usual,
      Path file,
      List<String> there) {
    if (wanted.isPresent()) {
      if (!there.contains(wanted.get())) {
        throw new IrepaException(
            "%s has no column '%s'; it has %s."
                .formatted(file, wanted.get(), String.join(", ", there)));
      }
      return wanted.get();
    }
    return usual.stream()
        .filter(there::contains)
        .findFirst()
        .orElseThrow(
            () ->
                new IrepaException(
                    "%s has no column for the %s under a usual name; it has %s. Set %s to its name%s."
                        .formatted(
                            file,
                            what,
                            String.join(", ", there),
                            key,
                            what.equals("label") ? ", or labelled: false" : "")));
  }

  /** What a column must not be without. */
  static IrepaException unreadable(Path file, String column, String type, String needed) {
    return new IrepaException(
        "%s: the column '%s' is of the type %s; %s.".formatted(file, column, type, needed));
  }
}
