package io.irepa.author;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Core as a library in the local Maven repository, where authors' projects find it. */
public final class InstalledCore {
  /** Without tests, style and documentation, which are checked where core is built. */
  private static final List<String> GOALS =
      List.of(
          "-q",
          "-DskipTests",
          "-Dspotless.check.skip",
          "-Dmaven.javadoc.skip",
          "-pl",
          "core",
          "-am",
          "install");

  private InstalledCore() {}

  /** The command that puts it there, for people. */
  public static String command(Path home) {
    return "mvn -f " + home.resolve("pom.xml") + " " + String.join(" ", GOALS);
  }

  /** Whether this version is in Maven's usual place. */
  public static boolean isThere(String version) {
    Path folder =
        Path.of(System.getProperty("user.home"), ".m2", "repository", "io", "irepa", "irepa-core");
    return Files.exists(folder.resolve(version).resolve("irepa-core-" + version + ".jar"));
  }

  /**
   * Puts it there.
   *
   * @param home a checkout
   * @throws IrepaException if Maven is missing or fails
   */
  public static void install(Path home) {
    List<String> line =
        new ArrayList<>(List.of("mvn", "-B", "-f", home.resolve("pom.xml").toString()));
    line.addAll(GOALS);
    try {
      Path log = Files.createTempFile("irepa-install", ".log");
      int exitCode =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (exitCode != 0) {
        throw new IrepaException(
            "Core cannot be installed; Maven's output is in %s. The command was: %s"
                .formatted(log, String.join(" ", line)));
      }
      Files.delete(log);
    } catch (IOException e) {
      throw new IrepaException(
          "Maven cannot be run: %s. Install Maven 3.8 or newer.".formatted(IoReason.of(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IrepaException("Installing core was interrupted.", e);
    }
  }
}
