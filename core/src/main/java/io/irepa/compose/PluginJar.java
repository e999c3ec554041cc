package io.irepa.compose;

import io.irepa.IoReason;
import io.irepa.spi.Spi;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Looks at a jar before PF4J does, for messages that say what to do. */
public final class PluginJar {
  private PluginJar() {}

  /** Why the jar cannot be a plugin of this version, if so. */
  public static Optional<String> problem(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      if (manifest == null) {
        return Optional.of(
            "It has no manifest. A plugin's manifest names Plugin-Id, Plugin-Version and Plugin-Requires.");
      }
      Attributes attributes = manifest.getMainAttributes();
      for (String key : new String[] {"Plugin-Id", "Plugin-Version", "Plugin-Requires"}) {
        if (attributes.getValue(key) == null) {
          return Optional.of("Its manifest has no " + key + ".");
        }
      }
      return versions(attributes.getValue("Plugin-Requires"));
    } catch (IOException e) {
      return Optional.of("It is not a readable jar: " + IoReason.of(e) + ".");
    } catch (SecurityException | IllegalArgumentException e) {
      return Optional.of("It is not a readable jar: " + e + ".");
    }
  }

  /** The version in the manifest. */
  static Optional<String> version(Path jar) {
    return attribute(jar, "Plugin-Version");
  }

  /** An entry of the manifest. */
  public static Optional<String> attribute(Path jar, String name) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return Optional.ofNullable(file.getManifest())
          .map(manifest -> manifest.getMainAttributes().getValue(name));
    } catch (IOException e) {
      return Optional.empty(); // What is wrong with the jar is told elsewhere.
    }
  }

  private static Optional<String> versions(String requires) {
    if (!requires.matches("[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}")) {
      return Optional.of(
          "Plugin-Requires is '"
              + requires
              + "'; it names an SPI version such as "
              + Spi.VERSION
              + ".");
    }
    String[] wanted = requires.split("\\.", -1);
    String[] have = Spi.VERSION.split("\\.", -1);
    if (!wanted[0].equals(have[0]) || Integer.parseInt(wanted[1]) > Integer.parseInt(have[1])) {
      return Optional.of(
          "It was built against SPI version %s and this is %s. Use the plugin's release for this version."
              .formatted(requires, Spi.VERSION));
    }
    return Optional.empty();
  }

  /** An entry's content, or null if there is none. */
  public static InputStream open(Path jar, String name) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      ZipEntry entry = file.getEntry(name);
      if (entry == null) {
        return null;
      }
      try (InputStream in = file.getInputStream(entry)) {
        return new ByteArrayInputStream(in.readAllBytes());
      }
    }
  }
}
