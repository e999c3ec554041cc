package io.irepa.plugin.data;

import io.irepa.IrepaException;
import java.io.Closeable;
import java.io.IOException;
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
   * Lists a folder or zip.
   *
   * @throws IrepaException if it is missing, damaged, or has a class without images
   */
  static Archive open(Path path) {
    try {
      FileSystem zip = Files.isDirectory(path) ? null : FileSystems.newFileSystem(path);
      Archive archive = new Archive(zip);
      archive.list(zip == null ? path : zip.getPath("/"), path);
      return archive;
    } catch (IOException | RuntimeException e) {
      if (e instanceof IrepaException known) {
        throw known;
      }
      throw new IrepaException(
          "The images in %s cannot be listed: %s. Is it a whole zip file, or a folder of class folders?"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private void list(Path root, Path shown) throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
        String name = folder.getFileName().toString().replace("/", "");
        if (!name.startsWith(".") && !name.startsWith("__")) {
          classes.put(name, images(folder));
        }
      }
    }
    if (classes.isEmpty()) {
      throw new IrepaException(
          shown
              + " holds no class folders. Put the images of each class into a folder of its own.");
    }
    classes.forEach(
        (name, images) -> {
          if (images.isEmpty()) {
            throw new IrepaException(
                "The class '%s' in %s has no images (%s). Remove its folder or fill it."
                    .formatted(name, shown, String.join(" ", ENDINGS)));
          }
        });
  }

  private static List<Path> images(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(
              file -> {
                String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                return ENDINGS.stream().anyMatch(name::endsWith);
              })
          .sorted()
          .toList();
    }
  }

  /** Class names, sorted. */
  List<String> names() {
    return new ArrayList<>(classes.keySet());
  }

  /** Files of one class. */
  List<Path> files(String name) {
    return classes.get(name);
  }

  @Override
  public void close() throws IOException {
    if (zip != null) {
      zip.close();
    }
  }
}
