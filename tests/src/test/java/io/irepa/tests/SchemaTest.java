package io.irepa.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code irepa config schema} prints, against a validator of somebody else's. */
final class SchemaTest {
  private static Schema schema;

  @BeforeAll
  static void readSchema() {
    Cli cli = Cli.run("config", "schema");
    assertThat(cli.exitCode()).as(cli.err()).isZero();
    schema = registry().getSchema(cli.out(), InputFormat.JSON);
  }

  private static SchemaRegistry registry() {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
  }

  private static List<String> problems(String yaml) {
    return schema.validate(yaml, InputFormat.YAML).stream().map(Object::toString).toList();
  }

  static Stream<Path> shipped() throws IOException {
    Path root = Repository.root();
    try (Stream<Path> configs = Files.list(root.resolve("configs"))) {
      // Those of further examples are read, and trained with, where their plugins are installed.
      Path example = root.resolve("examples/margin-loss-plugin/config.yaml");
      return Stream.concat(
          configs.filter(file -> file.toString().endsWith(".yaml")), Stream.of(example))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void takesWhatIsShipped(Path file) throws IOException {
    // The example's loss is that of a plugin which is not installed here; ThirdPartyTest installs
    // it.
    String yaml =
        Files.readString(file)
            .replace("loss: {type: cosine-margin, margin: 0.2}", "loss: {type: cosine}");
    assertThat(problems(yaml)).as("problems of " + file).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void takesEveryDefaultWrittenOut(Path file) throws IOException {
    // The example's loss is not installed here; what has no alignment is shown as it is.
    boolean aligned = Files.readString(file).contains("alignment:");
    String override = aligned ? "alignment.0.loss=cosine" : "name=shown";
    Cli cli = Cli.run("config", "show", file.toString(), "-s", override);
    assertThat(problems(cli.out())).as("problems of " + file + "\n" + cli.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a key that is misspelt      | start: 0.6        | stort: 0.6",
        "a section that is misspelt  | sample: {         | samples: {",
        "a type that is not there    | type: sit         | type: sot",
        "a text for a number         | steps: 1000       | steps: many",
        "a fraction for a count      | batch: 32         | batch: 32.5",
        "a number below its range    | depth: 6          | depth: 0",
        "a number above its range    | decays: [0.999]   | decays: [1.5]",
        "no number format            | bfloat16          | float8",
        "a key of another type       | {type: spatial}   | {type: spatial, kernel: 3}",
        "no type                     | {type: spatial}   | {gamma: 0.5}",
        "no resolution               | , resolution: 24  | ''",
        "a run without an objective  | objective: {type: repa, time: lognormal} | ''",
        "an alignment of no encoder  | - encoder: {type: hog, input: 64, grid: 8} | - weight: 1",
        "a mapping for a list        | decays: [0.999]   | decays: {first: 0.999}"
      })
  void refuses(String what, String right, String wrong) throws IOException {
    String quickstart = Files.readString(Repository.root().resolve("configs/quickstart.yaml"));
    assertThat(quickstart).as("the quickstart").contains(right);
    assertThat(problems(quickstart.replace(right, wrong))).as("problems of " + what).isNotEmpty();
  }

  @Test
  void isItselfASchema() {
    Schema schemas =
        registry().getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_7.getDialectId()));
    assertThat(schemas.validate(Cli.run("config", "schema").out(), InputFormat.JSON))
        .as("problems of the schema")
        .isEmpty();
  }
}
