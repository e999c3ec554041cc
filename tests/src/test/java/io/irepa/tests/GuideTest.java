package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documentation shows is there. */
final class GuideTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void javaOfTheGuideIsThatOfTheExample() throws IOException {
    Path sources = Repository.root().resolve("examples/margin-loss-plugin/src");
    String code;
    try (Stream<Path> files = Files.walk(sources)) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
      code = all.toString();
    }
    String guide = Files.readString(Repository.root().resolve("docs/writing-a-plugin.md"));
    List<String> blocks = JAVA.matcher(guide).results().map(found -> found.group(1)).toList();
    assertThat(blocks).as("blocks of Java").hasSize(2);
    assertThat(blocks).as("blocks that the example does not have").allMatch(code::contains);
  }

  static Stream<Path> pages() throws IOException {
    Path root = Repository.root();
    try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
      List<Path> pages = docs.filter(file -> file.toString().endsWith(".md")).toList();
      return Stream.concat(
          pages.stream(),
          Stream.of(
              root.resolve("README.md"), root.resolve("examples/margin-loss-plugin/README.md")));
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToFiles(Path page) throws IOException {
    for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
      assertThat(page.resolveSibling(link.group(1)).normalize())
          .as("what %s links to", page)
          .exists();
    }
  }
}
