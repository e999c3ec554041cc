package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the example of a plugin project says of itself; it has no parent to take versions from. */
final class ExampleProjectTest {
  private static final Path PROJECT = Path.of("examples/margin-loss-plugin");
  private static final Pattern MAVEN_PLUGIN =
      Pattern.compile("<artifactId>maven-([a-z]+)-plugin</artifactId>\\s*<version>([^<]+)<");

  private static String read(Path file) throws IOException {
    return Files.readString(Repository.root().resolve(file));
  }

  private static String property(String pom, String name) {
    return Pattern.compile("<%1$s>([^<]+)</%1$s>".formatted(Pattern.quote(name)))
        .matcher(pom)
        .results()
        .map(found -> found.group(1))
        .findFirst()
        .orElse("(no " + name + ")");
  }

  @Test
  void usesThisVersionOfCore() throws IOException {
    assertThat(property(read(PROJECT.resolve("pom.xml")), "irepa.version"))
        .as("irepa.version of the example")
        .isEqualTo(System.getProperty("irepa.version"));
  }

  @Test
  void requiresThisVersionOfTheInterfaces() throws IOException {
    assertThat(property(read(PROJECT.resolve("pom.xml")), "Plugin-Requires"))
        .as("Plugin-Requires of the example")
        .isEqualTo(io.irepa.spi.Spi.VERSION)
        .isEqualTo(property(read(Path.of("pom.xml")), "irepa.spi.version"));
  }

  @Test
  void usesTheMavenPluginsOfThisBuild() throws IOException {
    String ours = read(Path.of("pom.xml"));
    Map<String, String> used = new TreeMap<>();
    Map<String, String> wanted = new TreeMap<>();
    for (MatchResult found :
        MAVEN_PLUGIN.matcher(read(PROJECT.resolve("pom.xml"))).results().toList()) {
      used.put(found.group(1), found.group(2));
      wanted.put(found.group(1), property(ours, found.group(1) + "-plugin.version"));
    }
    assertThat(used).as("versions of Maven plugins").hasSizeGreaterThan(2).isEqualTo(wanted);
  }

  @Test
  void isOneClassOfAtMostFortyLines() throws IOException {
    Path sources = PROJECT.resolve("src/main/java/org/example/irepa");
    try (var files = Files.list(Repository.root().resolve(sources))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("sources")
          .containsExactly("CosineMargin.java");
    }
    assertThat(read(sources.resolve("CosineMargin.java")).lines()).hasSizeLessThanOrEqualTo(40);
  }
}
