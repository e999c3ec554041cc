package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** A plugin jar of several classes, of any packages, with whatever manifest. */
final class JarMaker {
  private final Path folder;
  private final Map<String, String> manifest = new LinkedHashMap<>();
  private final List<String> sources = new ArrayList<>();
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final List<String> extensions = new ArrayList<>();
  private final List<Path> libraries = new ArrayList<>();
  private String without = "";

  /**
   * @param folder of the jar
   * @param id of the plugin
   */
  JarMaker(Path folder, String id) {
    this.folder = folder;
    manifest.put("Plugin-Id", id);
    manifest.put("Plugin-Version", "1.0.0");
    manifest.put("Plugin-Requires", "1.0.0");
  }

  JarMaker manifest(String key, String value) {
    manifest.put(key, value);
    return this;
  }

  /** A class with a package. */
  JarMaker source(String text) {
    sources.add(text);
    return this;
  }

  /** A class with a package, which the jar lists. */
  JarMaker extension(String text) {
    extensions.add(name(text));
    return source(text);
  }

  JarMaker entry(String name, byte[] content) {
    entries.put(name, content);
    return this;
  }

  /** Leaves out entries whose whole names match. */
  JarMaker without(String pattern) {
    without = pattern;
    return this;
  }

  /** A jar that the classes are compiled against. */
  JarMaker against(Path jar) {
    libraries.add(jar);
    return this;
  }

  /** Compiles and packs. */
  Path make(String name) throws IOException {
    Files.createDirectories(folder);
    Path work = Files.createTempDirectory(folder.getParent(), "jar");
    Path classes = compile(work);
    Manifest written = new Manifest();
    written.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach((key, value) -> written.getMainAttributes().putValue(key, value));
    entries.put(
        "META-INF/extensions.idx",
        (String.join("\n", extensions) + "\n").getBytes(StandardCharsets.UTF_8));
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, written);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String entry = classes.relativize(file).toString().replace(File.separatorChar, '/');
        if (!entry.matches(without)) {
          entries.putIfAbsent(entry, Files.readAllBytes(file));
        }
      }
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new JarEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return jar;
  }

  private static String name(String source) {
    String in = source.replaceAll("(?s).*?package ([a-z.]+);.*", "$1");
    return in + "." + simpleName(source);
  }

  private static String simpleName(String source) {
    return source.replaceAll(
        "(?s).*?\\npublic (?:final |abstract )*(?:class|interface|record) (\\w+).*", "$1");
  }

  private Path compile(Path work) throws IOException {
    String path = System.getProperty("java.class.path");
    for (Path library : libraries) {
      path += File.pathSeparator + library;
    }
    Path classes = Files.createDirectories(work.resolve("classes"));
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-parameters"));
    arguments.addAll(List.of("-cp", path, "-d", classes.toString()));
    for (String source : sources) {
      Path in = Files.createDirectories(work.resolve("source" + arguments.size()));
      arguments.add(Files.writeString(in.resolve(simpleName(source) + ".java"), source).toString());
    }
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int exitCode =
        sources.isEmpty()
            ? 0
            : ToolProvider.getSystemJavaCompiler()
                .run(null, messages, messages, arguments.toArray(String[]::new));
    assertThat(exitCode).as("compiler: %s", messages.toString(StandardCharsets.UTF_8)).isZero();
    return classes;
  }
}
