package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * The worked extensions in examples/: built by Maven against the packaged core, all in one reactor,
 * then tested, checked and trained with as jars.
 */
final class ExamplesTest {
  private static final String VERSION = System.getProperty("irepa.version");
  private static final Path EXAMPLES = Repository.root().resolve("examples");

  /** It has tests of its own. */
  private static final String GUIDE = "margin-loss-plugin";

  @TempDir private static Path shared;

  @TempDir private Path folder;

  static List<String> names() throws IOException {
    try (Stream<Path> projects = Files.list(EXAMPLES)) {
      return projects
          .filter(project -> Files.exists(project.resolve("pom.xml")))
          .map(project -> project.getFileName().toString())
          .filter(name -> !name.equals(GUIDE))
          .sorted()
          .toList();
    }
  }

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    Optional<Maven> maven = Maven.find();
    assumeThat(maven).as("There is no mvn to build the examples with.").isPresent();
    Path core = Repository.root().resolve("core/target/irepa-core-" + VERSION + ".jar");
    assumeThat(core).as("Core is not packaged; run mvn verify.").exists();
    for (String name : names()) {
      copy(EXAMPLES.resolve(name), shared.resolve(name));
    }
    Files.writeString(shared.resolve("pom.xml"), reactor());
    Path repository = Repository.root().resolve("tests/target/examples/repository");
    LocalRepository.create(
        repository, Path.of(System.getProperty("irepa.local-repository")), VERSION);
    Maven.Result built =
        maven
            .get()
            .run(shared, repository, shared.resolve("log"), "-T", "2", "-DskipTests", "package");
    assertThat(built.exitCode()).as(built.output()).isZero();
    assertThat(built.output().lines())
        .as("warnings")
        .noneMatch(line -> line.contains("WARN"))
        .filteredOn(line -> line.contains("BUILD SUCCESS"))
        .hasSize(1);
  }

  /** POM and sources, without what an earlier build left. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = from.relativize(file);
        if (relative.startsWith("src") || relative.endsWith("pom.xml")) {
          Files.createDirectories(to.resolve(relative).getParent());
          Files.copy(file, to.resolve(relative));
        }
      }
    }
  }

  private static String reactor() throws IOException {
    return """
    <project xmlns="http://maven.apache.org/POM/4.0.0">
      <modelVersion>4.0.0</modelVersion>
      <groupId>org.example</groupId>
      <artifactId>all</artifactId>
      <version>1</version>
      <packaging>pom</packaging>
      <modules>%s</modules>
    </project>
    """
        .formatted(
            names().stream()
                .map(name -> "<module>" + name + "</module>")
                .collect(Collectors.joining()));
  }

  private static Path jar(String name) {
    return shared.resolve(name).resolve("target/" + name + "-1.0.0.jar");
  }

  @ParameterizedTest
  @MethodSource("names")
  void passesItsTests(String name) throws Exception {
    Path tests = shared.resolve(name).resolve("target/test-classes");
    URL[] classes = {
      shared.resolve(name).resolve("target/classes").toUri().toURL(), tests.toUri().toURL()
    };
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      List<DiscoverySelector> selectors = new ArrayList<>();
      for (String test : testClasses(tests)) {
        selectors.add(selectClass(loader.loadClass(test)));
      }
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request().selectors(selectors).build(), listener);
      assertThat(listener.getSummary().getFailures())
          .as("failed tests of %s", name)
          .allSatisfy(
              failure ->
                  assertThat(failure.getException())
                      .as(failure.getTestIdentifier().getDisplayName())
                      .isNull());
      assertThat(listener.getSummary().getTestsSucceededCount())
          .as("tests of %s", name)
          .isPositive();
    }
  }

  private static List<String> testClasses(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(file -> file.endsWith("Test.class"))
          .map(file -> file.replace(".class", "").replace('/', '.').replace('\\', '.'))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void makesAJarThatIsFine(String name) {
    Cli cli = Cli.run("plugins", "check", jar(name).toString());
    assertThat(cli.exitCode()).as(cli.out() + cli.err()).isZero();
    assertThat(cli.out()).as("findings").doesNotContain("note:", "wrong:");
  }

  @ParameterizedTest
  @MethodSource("names")
  void trains(String name) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--plugins", jar(name).getParent().toString(), "train"));
    arguments.add(EXAMPLES.resolve(name).resolve("config.yaml").toString());
    arguments.addAll(List.of("--runs", folder.toString(), "-s", "device=cpu"));
    for (String override :
        List.of(
            "backbone.hidden=32",
            "train.steps=2",
            "train.batch=4",
            "train.log-every=1",
            "sample.steps=2",
            "sample.count=1")) {
      arguments.addAll(List.of("-s", override));
    }
    Cli cli = Cli.run(arguments.toArray(String[]::new));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    try (Stream<Path> runs = Files.list(folder)) {
      assertThat(runs)
          .as("the run, with its records and its checkpoint")
          .singleElement()
          .satisfies(
              run -> {
                assertThat(Files.readAllLines(run.resolve("metrics.jsonl")))
                    .filteredOn(line -> line.contains("loss.total"))
                    .hasSize(2);
                assertThat(run.resolve("checkpoints/step-2")).isDirectory();
              });
    }
  }

  /** So that what holds of new projects, such as the versions in them, holds of these. */
  @ParameterizedTest
  @MethodSource("names")
  void hasThePomOfANewProject(String name) throws IOException {
    String pom = Files.readString(EXAMPLES.resolve(name).resolve("pom.xml"));
    String group = pom.replaceAll("(?s).*?<groupId>([^<]+)</groupId>.*", "$1");
    Path project = folder.resolve(name);
    Cli cli =
        Cli.run(
            "plugins",
            "new",
            name,
            "--kind",
            "loss",
            "--package",
            group,
            "--dir",
            project.toString());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(pom).as("pom.xml").isEqualTo(Files.readString(project.resolve("pom.xml")));
  }

  @ParameterizedTest
  @MethodSource("names")
  void isInTheTableOfExamples(String name) throws IOException {
    assertThat(Files.readString(EXAMPLES.resolve("README.md")))
        .as("examples/README.md")
        .contains("| [%1$s](%1$s) |".formatted(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void tellsWhereItsIdeaIsFrom(String name) throws IOException {
    assertThat(Files.readString(EXAMPLES.resolve(name).resolve("README.md")))
        .as("its page")
        .contains("Paper: ", "## What it does", "examples/" + name + "/config.yaml");
  }
}
