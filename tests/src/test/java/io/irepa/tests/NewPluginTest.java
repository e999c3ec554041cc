package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.irepa.author.Kind;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * A project of each kind, as {@code irepa plugins new} writes it: built by Maven, all in one
 * reactor, then tested and trained with.
 */
final class NewPluginTest {
  private static final String VERSION = System.getProperty("irepa.version");
  private static final Pattern MAVEN_PLUGIN =
      Pattern.compile("<artifactId>maven-([a-z]+)-plugin</artifactId>\\s*<version>([^<]+)<");

  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeAll
  static void writeAndBuild() throws IOException, InterruptedException {
    Optional<Maven> maven = Maven.find();
    assumeThat(maven).as("There is no mvn to build the projects with.").isPresent();
    Path core = Repository.root().resolve("core/target/irepa-core-" + VERSION + ".jar");
    assumeThat(core).as("Core is not packaged; run mvn verify.").exists();
    for (Kind kind : Kind.values()) {
      Cli cli =
          Cli.run(
              "plugins",
              "new",
              name(kind),
              "--kind",
              kind.option(),
              "--dir",
              project(kind).toString());
      assertThat(cli.exitCode()).as(cli.err()).isZero();
    }
    Files.writeString(shared.resolve("pom.xml"), reactor());
    Path repository = Repository.root().resolve("tests/target/new-plugins/repository");
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

  private static String name(Kind kind) {
    return "tried-" + kind.option();
  }

  private static Path project(Kind kind) {
    return shared.resolve(kind.option());
  }

  private static Path jar(Kind kind) {
    return project(kind).resolve("target/" + name(kind) + "-1.0.0.jar");
  }

  private static String reactor() {
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
            Arrays.stream(Kind.values())
                .map(kind -> "<module>" + kind.option() + "</module>")
                .collect(Collectors.joining()));
  }

  @ParameterizedTest
  @EnumSource
  void passesItsTests(Kind kind) throws Exception {
    URL[] classes = {
      project(kind).resolve("target/classes").toUri().toURL(),
      project(kind).resolve("target/test-classes").toUri().toURL()
    };
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      String name = "Tried" + capital(kind.option());
      Class<?> test = loader.loadClass("org.example.tried" + kind.option() + "." + name + "Test");
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build();
      LauncherFactory.create().execute(request, listener);
      TestExecutionSummary summary = listener.getSummary();
      assertThat(summary.getFailures())
          .as("failed tests of %s", name)
          .allSatisfy(
              failure ->
                  assertThat(failure.getException())
                      .as(failure.getTestIdentifier().getDisplayName())
                      .isNull());
      assertThat(summary.getTestsSucceededCount()).as("tests of %s", name).isPositive();
    }
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  @ParameterizedTest
  @EnumSource
  void trains(Kind kind) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--plugins", jar(kind).getParent().toString(), "train"));
    arguments.add(project(kind).resolve("config.yaml").toString());
    arguments.addAll(List.of("--runs", folder.toString(), "-s", "device=cpu"));
    for (String override : overrides(kind)) {
      arguments.addAll(List.of("-s", override));
    }
    Cli cli = Cli.run(arguments.toArray(String[]::new));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    Path run = folder.resolve(name(kind));
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl")))
        .as("records of steps")
        .filteredOn(line -> line.contains("loss.total"))
        .hasSize(2);
    assertThat(run.resolve("checkpoints/step-2")).as("checkpoint").isDirectory();
  }

  private static List<String> overrides(Kind kind) {
    List<String> overrides =
        new ArrayList<>(
            List.of(
                "backbone.hidden=32",
                "train.steps=2",
                "train.batch=2",
                "train.log-every=1",
                "sample.steps=2",
                "sample.count=1"));
    if (kind == Kind.METRIC) {
      overrides.addAll(List.of("evaluate.every=2", "evaluate.count=2", "evaluate.hidden.images=2"));
    }
    return overrides;
  }

  @ParameterizedTest
  @EnumSource
  void makesAJarThatIsFine(Kind kind) {
    Cli cli = Cli.run("plugins", "check", jar(kind).toString());
    assertThat(cli.exitCode()).as(cli.out() + cli.err()).isZero();
    assertThat(cli.out()).as("findings").doesNotContain("note:", "wrong:");
  }

  @ParameterizedTest
  @EnumSource
  void saysWhereItsClassesCanBeFound(Kind kind) throws IOException {
    String readme = Files.readString(project(kind).resolve("README.md"));
    assertThat(readme).as("names left to be filled in").doesNotContain("@", "MyExtension");
    Pattern.compile("`(src/[^`]+)`")
        .matcher(readme)
        .results()
        .forEach(file -> assertThat(project(kind).resolve(file.group(1))).as("a file").exists());
  }

  @Test
  void usesTheMavenPluginsOfThisBuild() throws IOException {
    String ours = Files.readString(Repository.root().resolve("pom.xml"));
    Map<String, String> used = new TreeMap<>();
    Map<String, String> wanted = new TreeMap<>();
    String pom = Files.readString(project(Kind.LOSS).resolve("pom.xml"));
    for (MatchResult found : MAVEN_PLUGIN.matcher(pom).results().toList()) {
      used.put(found.group(1), found.group(2));
      String name = "<" + found.group(1) + "-plugin.version>";
      wanted.put(found.group(1), ours.replaceAll("(?s).*" + name + "([^<]+)<.*", "$1"));
    }
    assertThat(used).as("versions of Maven plugins").hasSizeGreaterThan(2).isEqualTo(wanted);
  }
}
