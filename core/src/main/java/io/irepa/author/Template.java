package io.irepa.author;

import io.irepa.spi.Spi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of a project. They lie beside this class as real code of an extension named {@code
 * MyExtension}, of which only the names change.
 */
final class Template {
  private static final Pattern IMPORT =
      Pattern.compile("import (?:static )?([a-zA-Z0-9_.]+)\\.([A-Z][A-Za-z0-9]*)[;.]");
  private static final List<String> INNER = List.of("Config", "VelocityField");

  private final NewProject project;

  private Template(NewProject project) {
    this.project = project;
  }

  static Template of(NewProject project) {
    return new Template(project);
  }

  /**
   * What is not in the templates.
   *
   * @param version of irepa
   * @param launcher the command
   * @param install puts core into the local Maven repository
   * @param images an archive of example images; without one, data are synthetic
   */
  record Surroundings(String version, String launcher, String install, Optional<Path> images) {
    static Surroundings of(Optional<Path> home, String version) {
      Optional<Path> images =
          home.map(root -> root.resolve("examples/data/emoji64.zip")).filter(Files::exists);
      return new Surroundings(
          version,
          home.map(root -> root.resolve("irepa").toString()).orElse("irepa"),
          InstalledCore.command(home.orElse(Path.of("."))),
          images);
    }
  }

  /** All files, by their place in the project. */
  Map<String, String> files(Surroundings around) {
    Map<String, String> files = new LinkedHashMap<>();
    String java = project.folderOfPackage() + "/" + project.className();
    String main = "src/main/resources/" + project.folderOfPackage() + "/";
    files.put("pom.xml", named(resource("common/pom.xml"), around));
    files.put("README.md", readme(around));
    files.put(".gitignore", resource("common/gitignore"));
    files.put("config.yaml", config(around));
    files.put("src/main/java/" + java + ".java", named(own("MyExtension.java"), around));
    files.put("src/test/java/" + java + "Test.java", named(own("MyExtensionTest.java"), around));
    for (String kernel : project.kind().kernels()) {
      files.put(main + kernel, own(kernel));
    }
    return files;
  }

  private String readme(Surroundings around) {
    String text =
        resource("common/README.md")
            .replace("@kind@", project.kind().words())
            .replace("@contract@", project.kind().slot().getSimpleName() + "Contract")
            .replace("@path@", project.folderOfPackage())
            .replace("@install@", around.install())
            .replace("@irepa@", around.launcher());
    return named(text, around);
  }

  private String config(Surroundings around) {
    String emoji = "{type: image-folder, path: 'examples/data/emoji64.zip', resolution: 32}";
    String data =
        around
            .images()
            .map(found -> found.toString().replace("'", "''"))
            .map(path -> emoji.replace("examples/data/emoji64.zip", path))
            .orElse("{type: synthetic}");
    return named(own("config.yaml").replace(emoji, data), around);
  }

  private String named(String text, Surroundings around) {
    return text.replace("org.example.extension", project.packageName())
        .replace("MyExtension", project.className())
        .replace("my-extension", project.name())
        .replace("<Plugin-Id>my-plugin<", "<Plugin-Id>" + project.pluginId() + "<")
        .replace("my-plugin", project.name())
        .replace("@irepa.version@", around.version())
        .replace("@spi.version@", Spi.VERSION);
  }

  private String own(String file) {
    return resource(project.kind().option() + "/" + file);
  }

  /** The full name of a type that the code refers to by this simple name. */
  Optional<String> typeNamed(String simple) {
    if (INNER.contains(simple)) {
      return Optional.of("a type within it");
    }
    for (String file : List.of("MyExtension.java", "MyExtensionTest.java")) {
      Matcher imports = IMPORT.matcher(own(file));
      while (imports.find()) {
        if (imports.group(2).equals(simple)) {
          return Optional.of(imports.group(1) + "." + simple);
        }
      }
    }
    try {
      return Optional.of(Class.forName("java.lang." + simple).getName());
    } catch (ClassNotFoundException e) {
      return Optional.empty(); // The name is free.
    }
  }

  private static String resource(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The template " + name + " is not in core's jar.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
