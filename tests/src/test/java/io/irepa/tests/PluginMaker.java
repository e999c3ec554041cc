package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles a third party's class and packs it into a plugin jar. */
final class PluginMaker {
  private static final String MANIFEST =
      """
      Manifest-Version: 1.0
      Plugin-Id: acme
      Plugin-Version: 0.3.0
      Plugin-Requires: 1.0.0

      """;

  /** An alignment loss of the class acme.Loss; %s is the constructor's body, then the method's. */
  private static final String LOSS =
      """
      package acme;

      import ai.djl.ndarray.NDArray;
      import com.google.inject.Inject;
      import io.irepa.spi.AlignmentLoss;
      import io.irepa.spi.Component;
      import io.irepa.spi.Tokens;
      import org.pf4j.Extension;

      @Extension
      @Component("acme-loss")
      public final class Loss implements AlignmentLoss {
        private int calls;

        @Inject
        public Loss() {
          %s
        }

        @Override
        public NDArray loss(Tokens projected, Tokens target, Tokens hidden) {
          calls++;
          %s
        }
      }
      """;

  private final Path folder;

  /**
   * @param folder of the jars
   */
  PluginMaker(Path folder) {
    this.folder = folder;
  }

  static String manifest() {
    return MANIFEST;
  }

  static String loss(String constructor, String method) {
    return LOSS.formatted(constructor, method);
  }

  /** A jar of the class acme.* of a source, with a whole manifest. */
  Path jar(String source) throws IOException {
    return jar("acme.jar", MANIFEST, source);
  }

  /**
   * A jar of the class acme.* of a source.
   *
   * @param manifest its text; none if empty
   * @param helpers classes that are there when it is compiled and are left out of the jar
   */
  Path jar(String name, String manifest, String source, String... helpers) throws IOException {
    Files.createDirectories(folder);
    Path classes = compile(source, helpers);
    Path jar = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = open(out, manifest);
        Stream<Path> files = Files.walk(classes.resolve("acme"))) {
      for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
        if (!file.getFileName().toString().startsWith("Helper")) {
          put(zip, "acme/" + file.getFileName(), Files.readAllBytes(file));
        }
      }
      put(
          zip,
          "META-INF/extensions.idx",
          ("acme." + name(source) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  private static String name(String source) {
    return source.replaceAll("(?s).*public final class (\\w+).*", "$1");
  }

  private static JarOutputStream open(OutputStream out, String manifest) throws IOException {
    return manifest.isEmpty()
        ? new JarOutputStream(out)
        : new JarOutputStream(
            out, new Manifest(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))));
  }

  private static void put(JarOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new JarEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private Path compile(String source, String... helpers) throws IOException {
    Path work = Files.createTempDirectory(folder.getParent(), "acme");
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn"));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of("-d", work.resolve("classes").toString()));
    arguments.add(Files.writeString(work.resolve(name(source) + ".java"), source).toString());
    for (String helper : helpers) {
      arguments.add(Files.writeString(work.resolve("Helper.java"), helper).toString());
    }
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, arguments.toArray(String[]::new));
    assertThat(exitCode).as("compiler: %s", messages.toString(StandardCharsets.UTF_8)).isZero();
    return work.resolve("classes");
  }
}
