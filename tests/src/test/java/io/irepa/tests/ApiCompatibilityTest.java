package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Spi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The interfaces that plugins are built against stay as they were, or say that they do not. */
final class ApiCompatibilityTest {
  private static final Path FOLDER = Repository.root().resolve("compat");

  @TempDir private Path folder;

  private static Path core() {
    return Repository.root()
        .resolve("core/target/irepa-core-" + System.getProperty("irepa.version") + ".jar");
  }

  private static Path baseline() {
    String major = Spi.VERSION.substring(0, Spi.VERSION.indexOf('.'));
    return FOLDER.resolve("irepa-core-api-" + major + ".0.0.jar");
  }

  private static Set<String> declared() throws IOException {
    Set<String> declared = new TreeSet<>();
    for (String line : Files.readAllLines(FOLDER.resolve("declared-changes.txt"))) {
      String change = line.replaceAll("#.*", "").trim();
      if (!change.isEmpty()) {
        declared.add(change);
      }
    }
    return declared;
  }

  @Test
  void noPluginIsBrokenUnlessThatIsDeclared() throws IOException {
    Set<String> changes = ApiChanges.incompatible(baseline(), core());
    Set<String> undeclared = new TreeSet<>(changes);
    undeclared.removeAll(declared());
    assertThat(undeclared)
        .as(
            "changes since %s that break plugins. Take them back, or keep the old form beside the new one;"
                + " if a plugin must break, add the line to compat/declared-changes.txt and raise the major"
                + " version (docs/compatibility.md)",
            baseline().getFileName())
        .isEmpty();
  }

  @Test
  void whatIsDeclaredIsSo() throws IOException {
    assertThat(ApiChanges.incompatible(baseline(), core()))
        .as("changes since %s", baseline().getFileName())
        .containsAll(declared());
  }

  /** A class before and after, in a jar each; what the check says of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int one(); | int one(); int two(); | Tried.two(): METHOD_ADDED_TO_INTERFACE",
        "int one(); | long one();           | Tried.one(): METHOD_RETURN_TYPE_CHANGED",
        "int one(); |                       | Tried.one(): METHOD_REMOVED",
        "int one(); | int one(int a);       | Tried.one(): METHOD_REMOVED",
      })
  void anInterfaceThatBreaksItsImplementationsIsFound(String before, String after, String change)
      throws IOException {
    assertThat(ApiChanges.incompatible(jar("before", before), jar("after", after)))
        .as("changes")
        .contains("io.irepa.spi." + change);
  }

  @Test
  void aDefaultMethodMayBeAdded() throws IOException {
    Path after = jar("after", "int one(); default int two() { return 2; }");
    assertThat(ApiChanges.incompatible(jar("before", "int one();"), after)).as("changes").isEmpty();
  }

  private Path jar(String name, String members) throws IOException {
    return new JarMaker(folder.resolve("jars"), name)
        .source(
            """
            package io.irepa.spi;

            public interface Tried {
              %s
            }
            """
                .formatted(members == null ? "" : members))
        .make(name + ".jar");
  }

  static List<Path> sources() throws IOException {
    Path core = Repository.root().resolve("core/src/main/java");
    try (Stream<Path> files = Files.walk(core)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("package-info.java"))
          .filter(
              file ->
                  ApiChanges.PACKAGES.contains(
                      core.relativize(file.getParent()).toString().replace('/', '.')))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyPublicTypeSaysSinceWhen() throws IOException {
    Pattern type =
        Pattern.compile(
            "(?m)^public (?:final |abstract |sealed )*(?:class|interface|enum|record|@interface) ");
    Pattern since = Pattern.compile("(?m)^ \\* @since [0-9]+\\.[0-9]+$");
    List<String> silent =
        sources().stream()
            .filter(file -> type.matcher(text(file)).find() && !since.matcher(text(file)).find())
            .map(file -> file.getFileName().toString())
            .toList();
    assertThat(sources()).as("sources").hasSizeGreaterThan(80);
    assertThat(silent).as("public types without @since").isEmpty();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
