package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** examples/margin-loss-plugin, built by Maven as a third party would, dropped in and used. */
final class ThirdPartyTest {
  private static final String VERSION = System.getProperty("irepa.version");

  @TempDir private static Path shared;
  private static Path plugins;

  @TempDir private Path folder;

  @BeforeAll
  static void buildAndDropIn() throws IOException, InterruptedException {
    Optional<Maven> maven = Maven.find();
    assumeThat(maven).as("There is no mvn to build the example with.").isPresent();
    Path core = Repository.root().resolve("core/target/irepa-core-" + VERSION + ".jar");
    assumeThat(core).as("Core is not packaged; run mvn verify.").exists();

    Path project = shared.resolve("project");
    copy(Repository.root().resolve("examples/margin-loss-plugin"), project);
    Path repository = Repository.root().resolve("tests/target/third-party/repository");
    Path users = Path.of(System.getProperty("irepa.local-repository"));
    LocalRepository.create(repository, users, VERSION);
    Maven.Result built = maven.get().run(project, repository, shared.resolve("log"), "verify");
    assertThat(built.exitCode()).as(built.output()).isZero();
    assertThat(built.output())
        .as("what Maven printed")
        .containsPattern("Tests run: [1-9][0-9]*, Failures: 0, Errors: 0");
    // Surefire warns of a skipped test, such as the one that needs a CUDA device.
    assertThat(built.output().lines())
        .as("warnings")
        .noneMatch(line -> line.contains("WARN") && !line.contains("Skipped: "));

    plugins = Files.createDirectories(shared.resolve("plugins"));
    String jar = "margin-loss-plugin-1.0.0.jar";
    Files.copy(project.resolve("target").resolve(jar), plugins.resolve(jar));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.endsWith("target")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Path config() {
    return Repository.root().resolve("examples/margin-loss-plugin/config.yaml");
  }

  private static Cli run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--plugins", plugins.toString()));
    all.addAll(List.of(arguments));
    return Cli.run(all.toArray(String[]::new));
  }

  @Test
  void isListed() {
    Cli cli = run("plugins", "list");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("margin-loss 1.0.0").contains("cosine-margin");
  }

  @Test
  void isInTheSchemaAndTheReference() {
    assertThat(run("config", "schema").out())
        .contains("\"cosine-margin\"")
        .contains("\"distance that costs nothing\"");
    assertThat(run("config", "reference").out())
        .contains("### Alignment loss `cosine-margin`")
        .contains("| `margin` | number, from 0 to 2 | `0.1` | distance that costs nothing |");
  }

  @Test
  void itsConfigurationIsFine() {
    Cli cli = run("config", "check", config().toString());
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  @Test
  void isMissedWhereItIsNotInstalled() {
    Cli cli = Cli.run("config", "check", config().toString());
    assertThat(cli.exitCode()).as("exit code").isEqualTo(2);
    assertThat(cli.err()).contains("cosine-margin").contains("comes with a plugin");
  }

  @Test
  void aBadValueOfItsOwnKeyIsRefusedWithItsPlace() throws IOException {
    Path bad = folder.resolve("bad.yaml");
    String text = Files.readString(config()).replace("margin: 0.2", "margin: 2.5");
    Files.writeString(bad, text);
    List<String> lines = text.lines().toList();
    int line = 0;
    while (!lines.get(line).contains("margin: 2.5")) {
      line++;
    }
    int column = lines.get(line).indexOf("2.5");
    Cli cli = run("train", bad.toString(), "--runs", folder.resolve("runs").toString());
    assertThat(cli.exitCode()).as("exit code").isEqualTo(2);
    assertThat(cli.err())
        .contains("bad.yaml:%d:%d: alignment.0.loss.margin".formatted(line + 1, column + 1))
        .contains("from 0 to 2");
    assertThat(folder.resolve("runs")).as("a run's folder").doesNotExist();
  }

  /** The unweighted loss of the alignment in the last of a few steps. */
  private double alignment(String margin) throws IOException {
    Path runs = folder.resolve("runs-" + margin);
    List<String> arguments =
        new ArrayList<>(List.of("train", config().toString(), "--runs", runs.toString()));
    for (String override :
        List.of(
            "device=cpu",
            "precision=float32",
            "backbone.hidden=32",
            "alignment.0.loss.margin=" + margin,
            "train.steps=2",
            "train.batch=4",
            "train.log-every=1",
            "sample.steps=1",
            "sample.count=1")) {
      arguments.addAll(List.of("-s", override));
    }
    Cli cli = run(arguments.toArray(String[]::new));
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    List<String> lines = Files.readAllLines(runs.resolve("cosine-margin/metrics.jsonl"));
    assertThat(lines).as("recorded steps").hasSize(2);
    return new ObjectMapper().readTree(lines.get(1)).get("loss.align.0").asDouble();
  }

  @Test
  void trainsByItsLoss() throws IOException {
    assertThat(alignment("0.2")).as("the loss beyond a margin of 0.2").isPositive();
    assertThat(alignment("2")).as("the loss with a margin that nothing exceeds").isZero();
  }
}
