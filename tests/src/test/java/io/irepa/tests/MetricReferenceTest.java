package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.compose.Plugins;
import io.irepa.parity.Comparison;
import io.irepa.parity.Parity;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics against what NumPy and SciPy give for the same features, to 1e-6. */
final class MetricReferenceTest {
  private static Plugins plugins;
  @TempDir private static Path folder;

  @BeforeAll
  static void compute() throws Exception {
    PipEnvironment python = PipEnvironment.of("metrics", List.of(List.of("numpy", "scipy")));
    new Python(python.bin("python"))
        .run(
            Repository.root().resolve("tests/src/test/resources/metrics/reference.py"),
            folder.resolve("cases").toString());
    plugins = Plugins.load(List.of(Repository.root().resolve("plugins")));
  }

  @AfterAll
  static void unload() {
    if (plugins != null) {
      plugins.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frechet-distance",
        "kid",
        "precision-recall",
        "density-coverage",
        "inception-score",
        "correlation"
      })
  void agreesWithSciPy(String name) {
    List<Comparison> comparisons = new Parity(plugins).run(folder.resolve("cases").resolve(name));
    assertThat(comparisons).as("numbers").isNotEmpty();
    assertThat(comparisons).as("numbers of " + name).allMatch(Comparison::agrees);
  }
}
