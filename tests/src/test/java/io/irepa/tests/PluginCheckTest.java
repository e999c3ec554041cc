package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.spi.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code irepa plugins check} and {@code docs}. */
final class PluginCheckTest {
  private static final String GOOD =
      """
      package acme;

      import ai.djl.ndarray.NDArray;
      import com.google.inject.Inject;
      import io.irepa.spi.*;
      import java.util.Optional;
      import org.pf4j.Extension;

      @Extension
      @Component(value = "acme-loss", doc = "a loss")
      public final class Loss implements AlignmentLoss {
        public record Config(@Doc("how steep") @Default("0.5") @Range(min = 0, max = 1) double steepness) {}

        @Inject
        public Loss(Config config) {}

        @Override
        public NDArray loss(Tokens projected, Tokens target, Tokens hidden) {
          return projected.values().mean();
        }
      }
      """;

  @TempDir private Path folder;
  private JarMaker maker;

  @BeforeEach
  void prepare() {
    maker = new JarMaker(folder.resolve("jars"), "acme");
    maker.manifest("Bundle-License", "Apache-2.0");
  }

  private static Cli check(Path jar, String... further) {
    return Cli.run(
        Stream.concat(Stream.of("plugins", "check", jar.toString()), Stream.of(further))
            .toArray(String[]::new));
  }

  static List<Path> ours() throws IOException {
    try (Stream<Path> files = Files.list(Repository.root().resolve("plugins"))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("ours")
  void findsNothingWrongWithOurOwn(Path jar) {
    Cli cli = check(jar);
    assertThat(cli.exitCode()).as(cli.out() + cli.err()).isZero();
  }

  @Test
  void saysThatAGoodJarIsFine() throws IOException {
    Cli cli = check(maker.extension(GOOD).make("acme.jar"));
    assertThat(cli.exitCode()).as(cli.out() + cli.err()).isZero();
    assertThat(cli.out()).as("all that is said").containsPattern("\\A\\S+acme.jar is fine.\\s*\\z");
  }

  private void assertWrong(Path jar, String... parts) {
    Cli cli = check(jar);
    assertThat(cli.exitCode()).as("exit code; %s%s", cli.out(), cli.err()).isEqualTo(1);
    assertThat(cli.out()).as("findings").contains("wrong: ").contains(parts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        ", doc = \"a loss\"     | | has no doc",
        "@Doc(\"how steep\")    | | acme.Loss, key steepness: It has no @Doc",
        "@Default(\"0.5\")      | @Default(\"2\") | key steepness: Its default or example cannot be used: 2 is out of range",
        "@Default(\"0.5\")      | @Default(\"half\") | key steepness: Its default or example cannot be used",
        "min = 0                | min = 3 | key steepness: Its @Range is empty",
        "double steepness       | boolean steepness | It has a @Range and is no number",
        "@Inject                | | 0 constructors with @Inject",
        "acme-loss              | AcmeLoss | not in kebab-case",
        "acme-loss              | cosine | 'cosine', which the plugin irepa-repa",
        "@Component(value = \"acme-loss\", doc = \"a loss\") | | needs @Component",
        "implements AlignmentLoss | implements java.io.Serializable | extension points",
      })
  void tellsWhatIsWrongWithAnExtension(String good, String bad, String finding) throws IOException {
    String source = GOOD.replace(good, bad == null ? "" : bad);
    if (bad != null && bad.contains("Serializable")) {
      source = source.replace("@Override", "");
    }
    assertThat(source).as("spoilt source").isNotEqualTo(GOOD);
    assertWrong(maker.extension(source).make("acme.jar"), finding);
  }

  @Test
  void aRecordInAnotherPackageIsTold() throws IOException {
    String record =
        """
        package acme.config;

        public record Keys(double steepness) {}
        """;
    String source =
        GOOD.replaceAll("public record Config.*\n", "")
            .replace("Loss(Config config)", "Loss(acme.config.Keys config)");
    Path jar =
        new JarMaker(folder.resolve("jars"), "acme")
            .source(record)
            .extension(source)
            .make("acme.jar");
    assertWrong(jar, "acme.config.Keys lies in another package", "Move it");
  }

  @Test
  void anEncoderWhoseRecordTellsNoShapeIsTold() throws IOException {
    String encoder =
        GOOD.replace("AlignmentLoss", "Encoder")
            .replaceAll(
                "(?s)  @Override.*",
                """
                  @Override
                  public TokenShape shape() {
                    return new TokenShape(new Grid(1, 1), 1);
                  }

                  @Override
                  public NDArray tokens(NDArray images) {
                    return images;
                  }

                  @Override
                  public String fingerprint() {
                    return "acme";
                  }
                }
                """);
    assertWrong(maker.extension(encoder).make("acme.jar"), "must implement Encoder.Shaped");
  }

  @Test
  void anExtensionThatIsNotListedIsTold() throws IOException {
    assertWrong(
        maker.source(GOOD).make("acme.jar"),
        "META-INF/extensions.idx: It lists no extension",
        "acme.Loss: It has @Extension and");
  }

  @Test
  void aClassThatForgotItsExtensionIsTold() throws IOException {
    String forgot = GOOD.replace("@Extension\n", "").replace("class Loss", "class Lost");
    assertWrong(
        maker
            .extension(GOOD)
            .source(forgot.replace("public Loss(", "public Lost("))
            .make("acme.jar"),
        "acme.Lost: It has @Component and no @Extension");
  }

  @Test
  void aListedClassThatIsNotThereIsTold() throws IOException {
    Path jar =
        maker
            .extension(GOOD)
            .extension(
                GOOD.replace("class Loss", "class Gone").replace("public Loss(", "public Gone("))
            .without("acme/Gone.*")
            .make("acme.jar");
    assertWrong(jar, "acme.Gone: META-INF/extensions.idx lists it");
  }

  @Test
  void whatBelongsToCoreIsTold() throws IOException {
    try (InputStream in = Tokens.class.getResourceAsStream("Tokens.class")) {
      byte[] code = in.readAllBytes();
      Path jar =
          maker
              .extension(GOOD)
              .entry("io/irepa/spi/Tokens.class", code)
              .entry("ai/djl/Model.class", code)
              .entry("lib/inner.jar", new byte[0])
              .make("acme.jar");
      assertWrong(jar, "io.irepa.*", "ai.djl.*", "scope provided", "lib/inner.jar: A jar within");
    }
  }

  @Test
  void aClassForANewerJavaIsTold() throws IOException {
    byte[] code = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 65};
    assertWrong(
        maker.extension(GOOD).entry("acme/New.class", code).make("acme.jar"),
        "acme.New: It is compiled for Java 21");
  }

  @Test
  void aManifestOfAnotherVersionIsTold() throws IOException {
    assertWrong(
        maker.manifest("Plugin-Requires", "2.0.0").extension(GOOD).make("acme.jar"),
        "SPI version 2.0.0");
  }

  @Test
  void aMissingLicenceIsOnlyNoted() throws IOException {
    Cli cli = check(new JarMaker(folder.resolve("jars"), "acme").extension(GOOD).make("acme.jar"));
    assertThat(cli.exitCode()).as(cli.out()).isZero();
    assertThat(cli.out()).as("findings").contains("note:", "licence", "Bundle-License");
  }

  @Test
  void printsJson() throws IOException {
    Path jar = maker.extension(GOOD.replace("@Doc(\"how steep\")", "")).make("acme.jar");
    Cli cli = check(jar, "--json");
    assertThat(cli.exitCode()).as("exit code").isEqualTo(1);
    JsonNode json = new ObjectMapper().readTree(cli.out());
    assertThat(json.path("jar").asText()).as("jar").isEqualTo(jar.toString());
    assertThat(json.path("findings")).as("findings").hasSize(1);
    assertThat(json.path("findings").get(0).path("wrong").asBoolean()).as("wrong").isTrue();
    assertThat(json.path("findings").get(0).path("message").asText()).contains("no @Doc");
  }

  @Test
  void aJarThatIsNotThereIsUsage() {
    Failure.assertFails(check(folder.resolve("none.jar")), 2, "There is no file");
  }

  @Test
  void describesWhatAPluginBrings() throws IOException {
    Path jar = maker.extension(GOOD).make("acme.jar");
    String plugins = jar.getParent().toString();
    Cli one = Cli.run("--plugins", plugins, "plugins", "docs", "acme");
    assertThat(one.out())
        .as("reference")
        .startsWith("# acme 1.0.0")
        .contains("### Alignment loss `acme-loss`", "| `steepness` | number, from 0 to 1 | `0.5` |")
        .doesNotContain("cosine");
    Cli all =
        Cli.run("--plugins", plugins, "plugins", "docs", "-o", folder.resolve("docs").toString());
    assertThat(all.exitCode()).as(all.err()).isZero();
    assertThat(folder.resolve("docs/irepa-repa.md")).as("a file").content().contains("`cosine`");
    assertThat(folder.resolve("docs/core.md")).as("a file").content().contains("`adamw`");
    assertThat(folder.resolve("docs/acme.md")).as("a file").content().contains("`acme-loss`");
    Failure.assertFails(Cli.run("plugins", "docs", "acme"), 2, "no plugin 'acme'", "irepa-repa");
  }
}
