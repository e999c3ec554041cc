package io.irepa.author;

import io.irepa.IoReason;
import io.irepa.compose.PluginJar;
import io.irepa.compose.Plugins;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** What a jar's entries tell without loading a class. */
final class JarEntries {
  private static final int JAVA_17 = 61;
  private static final String INDEX = "META-INF/extensions.idx";

  private final Path jar;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> listed = new TreeSet<>();
  private final Set<String> packages = new TreeSet<>();
  private final Set<String> packed = new TreeSet<>();
  private boolean licence;

  JarEntries(Path jar) {
    this.jar = jar;
  }

  /** The packages of its classes, once it was looked at. */
  Set<String> packages() {
    return packages;
  }

  List<Finding> look() {
    licence = PluginJar.attribute(jar, "Bundle-License").isPresent();
    try (JarFile file = new JarFile(jar.toFile())) {
      readIndex(file);
      for (JarEntry entry : Collections.list(file.entries())) {
        look(file, entry);
      }
    } catch (IOException e) {
      add(true, "", "It is not a readable jar: " + IoReason.of(e) + ".");
      return findings;
    }
    for (String name : listed) {
      add(
          true,
          name,
          "META-INF/extensions.idx lists it and it is not in the jar. Build anew from clean.");
    }
    for (String shared : packed) {
      add(
          true,
          shared,
          "It is packed into the jar and belongs to core, which brings its own. Give the dependency the scope provided.");
    }
    if (!licence) {
      add(
          false,
          "",
          "It says nothing of its licence. Add Bundle-License to the manifest, or META-INF/LICENSE.");
    }
    return findings;
  }

  private void readIndex(JarFile file) throws IOException {
    JarEntry index = file.getJarEntry(INDEX);
    if (index != null) {
      try (InputStream in = file.getInputStream(index)) {
        new String(in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.replaceAll("#.*", "").trim())
            .filter(line -> !line.isEmpty())
            .forEach(listed::add);
      }
    }
    if (listed.isEmpty()) {
      add(
          true,
          INDEX,
          "It lists no extension. PF4J's annotation processor writes it: name org.pf4j.processor.ExtensionAnnotationProcessor in the compiler plugin, and put @Extension on the class.");
    }
  }

  private void look(JarFile file, JarEntry entry) throws IOException {
    String name = entry.getName();
    if (name.matches("META-INF/LICEN[SC]E.*")) {
      licence = true;
    }
    if (name.endsWith(".jar")) {
      add(true, name, "A jar within the jar is not read. Unpack its classes into this one.");
    }
    if (!name.endsWith(".class")
        || name.startsWith("META-INF/")
        || name.endsWith("module-info.class")) {
      return;
    }
    String type = name.substring(0, name.length() - ".class".length()).replace('/', '.');
    packages.add(type.substring(0, Math.max(0, type.lastIndexOf('.'))));
    if (Plugins.isShared(type)) {
      packed.add(type.replaceAll("^((?:[a-z]\\w*\\.){1,2}).*", "$1*"));
    }
    try (InputStream in = file.getInputStream(entry)) {
      look(type, in.readAllBytes());
    }
  }

  private void look(String type, byte[] code) {
    int version = code.length < 8 ? 0 : (code[6] & 0xff) << 8 | (code[7] & 0xff);
    if (version > JAVA_17) {
      add(
          true,
          type,
          "It is compiled for Java %d, and irepa runs on 17. Set maven.compiler.release to 17."
              .formatted(version - 44));
    }
    String text = new String(code, StandardCharsets.ISO_8859_1);
    boolean extension = text.contains("Lorg/pf4j/Extension;");
    boolean component = text.contains("Lio/irepa/spi/Component;");
    boolean isListed = listed.remove(type);
    if (isListed) {
      return; // What is wrong with it shows when it is loaded.
    }
    if (extension) {
      add(
          true,
          type,
          "It has @Extension and META-INF/extensions.idx does not list it, so nobody can use it. Run PF4J's annotation processor, and build anew.");
    } else if (component) {
      add(true, type, "It has @Component and no @Extension, so nobody can use it. Add @Extension.");
    }
  }

  private void add(boolean wrong, String where, String message) {
    findings.add(new Finding(wrong, where, message));
  }
}
