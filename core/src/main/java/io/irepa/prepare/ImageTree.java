package io.irepa.prepare;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The image files of a folder or a zip file, sorted by class and name. */
public final class ImageTree implements AutoCloseable {
  /** The class of images that lie in no folder. */
  public static final String NO_CLASS = "images";

  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");

  private final FileSystem zip;
  private final Path root;
  private final List<Entry> entries;

  /**
   * One file.
   *
   * @param file to read
   * @param name its place below the root, with slashes
   * @param label the name of its class: of the outermost folder that it lies in
   */
  public record Entry(Path file, String name, String label) {}

  private ImageTree(FileSystem zip, Path root) throws IOException {
    this.zip = zip;
    this.root = root;
    try (Stream<Path> files = Files.walk(root)) {
      entries =
          files
              .filter(this::isImage)
              .map(this::entry)
              .sorted(Comparator.comparing(Entry::label).thenComparing(Entry::name))
              .toList();
    }
  }

  /**
   * Lists a folder or zip file. Hidden files, and folders whose names begin with two underscores,
   * are passed over.
   *
   * @param path of either
   * @return at least one image; to be closed
   * @throws IrepaException if it is missing or damaged, or has no image
   */
  public static ImageTree open(Path path) {
    FileSystem zip = null;
    try {
      zip = Files.isDirectory(path) ? null : FileSystems.newFileSystem(path);
      ImageTree tree = new ImageTree(zip, zip == null ? path : zip.getPath("/"));
      if (tree.entries.isEmpty()) {
        tree.close();
        throw new IrepaException(
            "%s holds no images (%s).".formatted(path, String.join(" ", ENDINGS)));
      }
      return tree;
    } catch (IOException e) {
      throw unlisted(path, IoReason.of(e), e, zip);
    } catch (UncheckedIOException e) {
      throw unlisted(path, IoReason.of(e.getCause()), e, zip);
    } catch (java.nio.file.ProviderNotFoundException e) {
      throw unlisted(path, "it is neither a folder nor a zip file", e, zip);
    }
  }

  private static IrepaException unlisted(
      Path path, String reason, Exception cause, FileSystem zip) {
    IrepaException failure =
        new IrepaException(
            "The images in %s cannot be listed: %s. Name a folder, or a whole zip file."
                .formatted(path, reason),
            cause);
    if (zip != null) {
      try {
        zip.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  private boolean isImage(Path file) {
    for (Path part : root.relativize(file)) {
      if (part.toString().startsWith(".") || part.toString().startsWith("__")) {
        return false;
      }
    }
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
  }

  private Entry entry(Path file) {
    Path inner = root.relativize(file);
    String label = inner.getNameCount() > 1 ? inner.getName(0).toString() : NO_CLASS;
    return new Entry(file, inner.toString().replace('\\', '/'), label);
  }

  /** {@return all images} */
  public List<Entry> entries() {
    return entries;
  }

  /** {@return the classes' names, sorted} */
  public List<String> labels() {
    return entries.stream().map(Entry::label).distinct().toList();
  }

  @Override
  public void close() {
    if (zip != null) {
      try {
        zip.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
