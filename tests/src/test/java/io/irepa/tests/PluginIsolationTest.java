package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.spi.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins with libraries of their own, and plugins that use others. */
final class PluginIsolationTest {
  /** A loss that is always the same number; %1$s names it, %2$s is the number in Java. */
  private static final String LOSS =
      """
      package %1$s;

      import ai.djl.ndarray.NDArray;
      import com.google.inject.Inject;
      import io.irepa.spi.AlignmentLoss;
      import io.irepa.spi.Component;
      import io.irepa.spi.Tokens;
      import org.pf4j.Extension;

      @Extension
      @Component("%1$s")
      public final class Loss implements AlignmentLoss {
        @Inject
        public Loss() {}

        @Override
        public NDArray loss(Tokens projected, Tokens target, Tokens hidden) {
          return projected.values().mean().mul(0).add(%2$s);
        }
      }
      """;

  private static final String LIBRARY =
      """
      package library;

      public final class Version {
        private Version() {}

        public static int number() {
          return %d;
        }
      }
      """;

  @TempDir private Path folder;
  private Path plugins;
  private Toy toy;

  @BeforeEach
  void prepare() throws IOException {
    plugins = Files.createDirectories(folder.resolve("plugins"));
    toy = new Toy(folder);
  }

  private static String loss(String name, String number) {
    return LOSS.formatted(name, number);
  }

  private JarMaker plugin(String id) {
    return new JarMaker(plugins, id);
  }

  private Cli train(String... losses) {
    StringBuilder alignments = new StringBuilder();
    for (String loss : losses) {
      alignments.append(
          "{encoder: {type: hog, input: 32, grid: 4, size: 32, cell: 2, block: 2}, projector: linear, loss: %s},"
              .formatted(loss));
    }
    Map<String, String> overrides = new LinkedHashMap<>();
    overrides.put("alignment", "[" + alignments + "]");
    overrides.put("train.steps", "1");
    return toy.train(overrides, "--plugins", plugins.toString());
  }

  private JsonNode recorded(Cli cli) throws IOException {
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    List<String> lines = Files.readAllLines(toy.run().resolve("metrics.jsonl"));
    return new ObjectMapper().readTree(lines.get(0));
  }

  @Test
  void twoPluginsUseDifferentVersionsOfALibraryInOneRun() throws IOException {
    plugin("one")
        .source(LIBRARY.formatted(1))
        .extension(loss("one", "library.Version.number()"))
        .make("one.jar");
    plugin("two")
        .source(LIBRARY.formatted(2))
        .extension(loss("two", "library.Version.number()"))
        .make("two.jar");
    JsonNode record = recorded(train("one", "two"));
    assertThat(record.get("loss.align.0").asDouble()).as("version in one").isEqualTo(1);
    assertThat(record.get("loss.align.1").asDouble()).as("version in two").isEqualTo(2);
  }

  @Test
  void aPluginThatPacksAClassOfCoreGetsCores() throws IOException {
    try (InputStream in = Tokens.class.getResourceAsStream("Tokens.class")) {
      plugin("packs")
          .entry("io/irepa/spi/Tokens.class", in.readAllBytes())
          .extension(loss("packs", "5"))
          .make("packs.jar");
    }
    assertThat(recorded(train("packs")).get("loss.align.0").asDouble()).as("loss").isEqualTo(5);
  }

  private Path base(String version) throws IOException {
    return plugin("zbase")
        .manifest("Plugin-Version", version)
        .source(
            """
            package zbase.api;

            public final class Maths {
              private Maths() {}

              public static int seven() {
                return 7;
              }
            }
            """)
        .extension(loss("zbase", "zbase.api.Maths.seven()"))
        .make("zbase.jar");
  }

  private void user(String needs) throws IOException {
    Path base = base("1.2.0");
    plugin("auser")
        .manifest("Plugin-Dependencies", needs)
        .against(base)
        .extension(loss("auser", "zbase.api.Maths.seven() + 1"))
        .make("auser.jar");
  }

  @Test
  void aPluginUsesTheClassesOfOneThatItDependsOn() throws IOException {
    user("zbase@>=1.1.0");
    JsonNode record = recorded(train("auser", "zbase"));
    assertThat(record.get("loss.align.0").asDouble()).as("loss of the user").isEqualTo(8);
    assertThat(record.get("loss.align.1").asDouble()).as("loss of the base").isEqualTo(7);
  }

  @Test
  void aDependencyOfAnotherVersionIsNamed() throws IOException {
    user("zbase@>=2.0.0");
    Failure.assertFails(train("auser"), 2, "auser.jar", "zbase", ">=2.0.0", "version 1.2.0");
    assertThat(recorded(train("zbase")).get("loss.align.0").asDouble()).as("base").isEqualTo(7);
  }

  @Test
  void aDependencyThatIsMissingIsNamedAndStopsOnlyWhatNeedsIt() throws IOException {
    user("zbase, absent");
    plugin("third")
        .manifest("Plugin-Dependencies", "auser")
        .extension(loss("third", "3"))
        .make("third.jar");
    Failure.assertFails(
        train("third"),
        2,
        "auser.jar: It needs the plugin absent",
        "not installed",
        "third.jar: It needs the plugin auser",
        "cannot be used either");
    assertThat(recorded(train("zbase")).get("loss.align.0").asDouble()).as("base").isEqualTo(7);
  }

  @Test
  void pluginsThatNeedEachOtherAreNamed() throws IOException {
    plugin("one").manifest("Plugin-Dependencies", "two").extension(loss("one", "1")).make("1.jar");
    plugin("two").manifest("Plugin-Dependencies", "one").extension(loss("two", "2")).make("2.jar");
    Failure.assertFails(train("one"), 2, "1.jar", "2.jar", "depend on it");
  }

  @Test
  void anInitialiserThatThrowsIsNamed() throws IOException {
    plugin("broken")
        .extension(
            loss("broken", "1")
                .replace(
                    "  @Inject",
                    "  static final int SIZE = Integer.parseInt(\"none\");\n\n  @Inject"))
        .make("broken.jar");
    Failure.assertFails(train("broken"), 1, "'broken'", "broken.jar", "\"none\"");
    assertThat(toy.run()).as("run folder").doesNotExist();
  }
}
