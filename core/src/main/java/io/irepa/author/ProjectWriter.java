package io.irepa.author;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes a new project: the whole folder, or none of it. */
public final class ProjectWriter {
  private final Optional<Path> home;
  private final String version;

  /**
   * @param home the checkout or installation, which the project's README names
   * @param version of irepa
   */
  public ProjectWriter(Optional<Path> home, String version) {
    this.home = home;
    this.version = version;
  }

  /**
   * Writes it.
   *
   * @param project without a problem
   * @param folder not there yet
   * @throws IrepaException if it cannot be written; nothing stays then
   */
  public void write(NewProject project, Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    Path aside = whole.resolveSibling("." + whole.getFileName() + ".writing");
    try {
      try {
        Map<String, String> files =
            Template.of(project).files(Template.Surroundings.of(home, version));
        for (Map.Entry<String, String> file : files.entrySet()) {
          Path path = aside.resolve(file.getKey());
          Files.createDirectories(path.getParent());
          Files.writeString(path, file.getValue());
        }
        Files.move(aside, whole);
      } finally {
        delete(aside);
      }
    } catch (IOException e) {
      throw new IrepaException(
          "The project cannot be written to %s: %s.".formatted(folder, IoReason.of(e)), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
