package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugin jars that cannot be used, and plugins that fail while they are. */
final class BadPluginTest {
  private static final String GOOD =
      PluginMaker.loss("", "return projected.values().sub(target.values()).square().mean();");

  @TempDir private Path folder;
  private Path plugins;
  private PluginMaker maker;
  private Toy toy;

  @BeforeEach
  void prepare() throws IOException {
    plugins = Files.createDirectories(folder.resolve("plugins"));
    maker = new PluginMaker(plugins);
    toy = new Toy(folder);
  }

  /** A configuration that needs what the jar should bring. */
  private Cli check() {
    return check("acme-loss");
  }

  private Cli check(String loss) {
    return Cli.run(
        "config",
        "check",
        toy.config().toString(),
        "-s",
        "alignment.0.loss=" + loss,
        "--plugins",
        plugins.toString());
  }

  private Cli train() {
    return toy.train(
        Map.of("alignment.0.loss", "{type: acme-loss}"), "--plugins", plugins.toString());
  }

  @Test
  void aGoodJarIsUsed() throws IOException {
    maker.jar(GOOD);
    Cli cli = train();
    assertThat(cli.exitCode()).as(cli.err()).isZero();
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    Cli cli = Cli.run("config", "check", toy.config().toString(), "--plugins", folder + "/pulgins");
    Failure.assertFails(cli, 2, "pulgins");
  }

  @Test
  void aFolderGivenTwiceIsLoadedOnce() throws IOException {
    maker.jar(GOOD);
    Cli cli =
        Cli.run(
            "plugins",
            "list",
            "--plugins",
            plugins.toString(),
            "--plugins",
            plugins + "/../plugins");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.out()).as("list").containsOnlyOnce("acme-loss");
  }

  @Test
  void aFileThatIsNoJarIsNamed() throws IOException {
    Files.writeString(plugins.resolve("broken.jar"), "not a jar");
    Failure.assertFails(check(), 2, "broken.jar", "not a readable jar");
  }

  @Test
  void aTruncatedJarIsNamed() throws IOException {
    Path jar = maker.jar(GOOD);
    byte[] whole = Files.readAllBytes(jar);
    Files.write(jar, Arrays.copyOf(whole, whole.length - 200));
    Failure.assertFails(check(), 2, "acme.jar", "not a readable jar");
  }

  @Test
  void aJarWithoutManifestIsNamed() throws IOException {
    maker.jar("acme.jar", "", GOOD);
    Failure.assertFails(check(), 2, "acme.jar", "no manifest", "Plugin-Requires");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Plugin-Id", "Plugin-Version", "Plugin-Requires"})
  void aManifestThatLacksAnEntryIsNamed(String entry) throws IOException {
    maker.jar("acme.jar", PluginMaker.manifest().replaceAll(entry + ": .*\n", ""), GOOD);
    Failure.assertFails(check(), 2, "acme.jar", "no " + entry);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0.0", "0.9.0", "1.99.0"})
  void anotherVersionOfTheInterfacesIsNamed(String version) throws IOException {
    maker.jar("acme.jar", PluginMaker.manifest().replace("es: 1.0.0", "es: " + version), GOOD);
    Failure.assertFails(check(), 2, "acme.jar", "SPI version " + version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "1", "99999999999.0.0"})
  void aVersionThatIsNoneIsNamed(String version) throws IOException {
    maker.jar("acme.jar", PluginMaker.manifest().replace("es: 1.0.0", "es: " + version), GOOD);
    Failure.assertFails(check(), 2, "acme.jar", "Plugin-Requires is '" + version + "'");
  }

  @Test
  void aTypeThatAnotherPluginHasIsNamedWithBothJars() throws IOException {
    maker.jar(GOOD.replace("acme-loss", "cosine"));
    Failure.assertFails(check("cosine"), 2, "acme.jar", "'cosine'", "irepa-plugin-repa");
  }

  @Test
  void twoPluginsOfOneNameAreNamed() throws IOException {
    maker.jar(GOOD);
    maker.jar("acme-copy.jar", PluginMaker.manifest(), GOOD);
    Failure.assertFails(check(), 2, "acme.jar", "acme-copy.jar");
  }

  @Test
  void anExtensionThatDoesNotLinkIsNamed() throws IOException {
    String source = GOOD.replace("public Loss() {", "public Loss(Helper helper) {");
    maker.jar("acme.jar", PluginMaker.manifest(), source, "package acme; public class Helper {}");
    Failure.assertFails(check(), 2, "acme.jar", "acme.Loss", "acme/Helper");
  }

  @Test
  void anExtensionWithoutNameIsNamed() throws IOException {
    maker.jar(GOOD.replace("@Component(\"acme-loss\")", ""));
    Failure.assertFails(check(), 2, "acme.jar", "acme.Loss", "@Component");
  }

  @Test
  void anExtensionOfNoPointIsNamed() throws IOException {
    maker.jar(GOOD.replace("implements AlignmentLoss ", "").replace("@Override", ""));
    Failure.assertFails(check(), 2, "acme.jar", "acme.Loss", "extension points");
  }

  @Test
  void whatNeedsNoneOfItGoesOnBesideAJarThatCannotBeUsed() throws IOException {
    Files.writeString(plugins.resolve("broken.jar"), "not a jar");
    Cli cli = check("cosine");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    assertThat(cli.err()).as("note").contains("Not used", "broken.jar", "not a readable jar");
  }

  @Test
  void aConstructorThatThrowsIsNamedWithItsReason() throws IOException {
    maker.jar(
        PluginMaker.loss(
            "if (calls == 0) throw new IllegalStateException(\"no licence\");", "return null;"));
    Failure.assertFails(
        train(), 1, "AlignmentLoss 'acme-loss'", "plugin acme", "acme.jar", "no licence");
    assertThat(toy.run()).as("run folder").doesNotExist();
  }

  @Test
  void aConstructorThatAsksForWhatIsNotThereIsNamed() throws IOException {
    maker.jar(
        GOOD.replace("public Loss() {", "public Loss(java.util.concurrent.Executor executor) {"));
    Failure.assertFails(train(), 1, "'acme-loss'", "acme.jar", "java.util.concurrent.Executor");
  }

  @Test
  void aMethodThatThrowsIsNamedWithItsPlugin() throws IOException {
    maker.jar(PluginMaker.loss("", "throw new IllegalStateException(\"out of luck\");"));
    Failure.assertFails(
        train(), 1, "plugin acme 0.3.0", "acme.jar", "acme.Loss.loss", "out of luck");
    Failure.assertNothingHalfWritten(folder);
    Failure.assertNoReaderRuns();
  }

  @Test
  void aMethodThatDoesNotLinkIsNamedWithItsPlugin() throws IOException {
    String source = PluginMaker.loss("", "return Helper.loss(projected.values());");
    maker.jar(
        "acme.jar",
        PluginMaker.manifest(),
        source,
        "package acme; public class Helper { static ai.djl.ndarray.NDArray loss(ai.djl.ndarray.NDArray a) { return a; } }");
    Failure.assertFails(train(), 1, "plugin acme 0.3.0", "acme.jar", "acme/Helper");
  }
}
