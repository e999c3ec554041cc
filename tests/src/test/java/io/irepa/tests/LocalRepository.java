package io.irepa.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A local Maven repository with core from the build under test, as if it had been installed. All
 * else is that of the user through symbolic links, which stays as it is but for what Maven would
 * download anyway.
 */
final class LocalRepository {
  private LocalRepository() {}

  /**
   * Lays it out, in place of an earlier one.
   *
   * @param folder to make; outside of temporary folders of JUnit, which warns of each link
   * @param users the local repository of the Maven that runs this build
   * @param version of the project
   */
  static void create(Path folder, Path users, String version) throws IOException {
    delete(folder);
    link(users, folder, "io");
    link(users.resolve("io"), folder.resolve("io"), "irepa");
    Path root = Repository.root();
    Path ours = folder.resolve("io/irepa");
    put(root.resolve("pom.xml"), ours, "irepa-parent", version, "pom");
    put(root.resolve("core/pom.xml"), ours, "irepa-core", version, "pom");
    Path jar = root.resolve("core/target/irepa-core-" + version + ".jar");
    put(jar, ours, "irepa-core", version, "jar");
  }

  /** Deletes links, and not what they lead to. */
  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(entry);
      }
    }
  }

  /** A folder with a link to each entry of another one but one. */
  private static void link(Path from, Path folder, String without) throws IOException {
    Files.createDirectories(folder);
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (!name.equals(without)) {
          Files.createSymbolicLink(folder.resolve(name), entry.toAbsolutePath());
        }
      }
    }
  }

  private static void put(Path file, Path group, String artifact, String version, String extension)
      throws IOException {
    Path folder = Files.createDirectories(group.resolve(artifact).resolve(version));
    Files.copy(file, folder.resolve(artifact + "-" + version + "." + extension));
  }
}
