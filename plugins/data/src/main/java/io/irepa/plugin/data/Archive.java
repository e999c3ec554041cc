package io.irepa.plugin.data;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Image files by class, in a folder or a zip file of class folders; names sorted. */
final class Archive implements Closeable {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");

  private final FileSystem zip;
  private final Map<String, List<Path>> classes = new TreeMap<>();

  private Archive(FileSystem zip) {
    this.zip = zip;
  }

  /**
   * Lists a folder or zip. Images lie in class folders directly; hidden files, and folders whose
   * names begin with two underscores, are passed over.
   *
   * @throws IrepaException if it is missing, damaged, or has a class without images
   */
  static Archive open(Path path) {
    Archive archive = null;
    try {
      FileSystem zip = Files.isDirectory(path) ? null : FileSystems.newFileSystem(path);
      archive = new Archive(zip);
      archive.list(zip == null ? path : zip.getPath("/"), path);
      return archive;
    } catch (IOException e) {
      throw closed(archive, unlisted(path, IoReason.of(e), e));
    } catch (IrepaException e) {
      throw closed(archive, e);
    } catch (RuntimeException e) {
      throw closed(archive, unlisted(path, String.valueOf(e.getMessage()), e));
    }
  }

  private static IrepaException unlisted(Path path, String reason, Exception cause) {
    return new IrepaException(
        "The images in %s cannot be listed: %s. Is it a whole zip file, or a folder of class folders?"
            .formatted(path, reason),
        cause);
  }

  private static IrepaException closed(Archive archive, IrepaException failure) {
    if (archive != null) {
      try {
        archive.close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    return failure;
  }

  private void list(Path root, Path shown) throws IOException {
    for (Path folder : sorted(root)) {
      String name = name(folder);
      if (Files.isDirectory(folder) && !name.startsWith("__")) {
        List<Path> images = images(folder);
        if (images.isEmpty()) {
          throw withoutImages(name, folder, shown);
        }
        classes.put(name, images);
      }
    }
    if (classes.isEmpty()) {
      throw new IrepaException(
          shown
              + " holds no class folders. Put the images of each class into a folder of its own.");
    }
  }

  private static IrepaException withoutImages(String name, Path folder, Path shown)
      throws IOException {
    for (Path inner : sorted(folder)) {
      if (Files.isDirectory(inner) && !images(inner).isEmpty()) {
        return new IrepaException(
            "The class '%s' in %s has no images of its own, and there are some deeper, in %s/%s. Name the folder that holds the class folders."
                .formatted(name, shown, name, name(inner)));
      }
    }
    return new IrepaException(
        "The class '%s' in %s has no images (%s). Remove its folder or fill it."
            .formatted(name, shown, String.join(" ", ENDINGS)));
  }

  private static String name(Path path) {
    return path.getFileName().toString().replace("/", "");
  }

  /** What lies in a folder and is not hidden, by name. */
  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !name(file).startsWith(".")).sorted().toList();
    }
  }

  private static List<Path> images(Path folder) throws IOException {
    return sorted(folder).stream()
        .filter(
            file -> {
              String name = name(file).toLowerCase(Locale.ROOT);
              return ENDINGS.stream().anyMatch(name::endsWith);
            })
        .toList();
  }

  /** Class names, sorted. */
  List<String> names() {
    return new ArrayList<>(classes.keySet());
  }

  /** Files of one class. */
  List<Path> files(String name) {
    return classes.get(name);
  }

  /** Closes it where a failure to do so has no cause but a broken disk. */
  void release() {
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      zip.close();
    }
  }
}
