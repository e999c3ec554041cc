package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.irepa.tensor.Precision;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunConfigReaderTest {
  private static List<Problem> problems(String text) {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> TestCatalog.read(text));
    assertThat(e).as("exception for\n" + text).isNotNull();
    return e.problems();
  }

  private static Problem only(String text) {
    List<Problem> problems = problems(text);
    assertThat(problems).as("problems").hasSize(1);
    return problems.get(0);
  }

  @Test
  void fillsInDefaults() {
    RunConfig run = TestCatalog.read(TestCatalog.RUN);
    assertThat(run.precision()).as("precision").isEqualTo(Precision.FLOAT32);
    assertThat(run.train().batch()).as("batch").isEqualTo(256);
    assertThat(run.sample().sampler().component().type()).as("sampler").isEqualTo("euler");
    assertThat(run.optimizer().settings())
        .as("optimizer")
        .contains(new TestCatalog.Adam(1e-4, List.of(0.9, 0.999)));
    assertThat(run.data().orElseThrow().settings())
        .as("data")
        .contains(new TestCatalog.Folder(Path.of("images"), 8));
    assertThat(run.alignment().get(0).weight()).as("weight").isEqualTo(1);
  }

  @Test
  void suggestsTheKeyThatWasMeant() {
    Problem problem = only(TestCatalog.RUN + "train:\n  setps: 5\n");
    assertThat(problem)
        .hasToString(
            "run.yaml:8:3: train.setps: There is no such key. Did you mean 'steps'? Known here: "
                + "accumulate, batch, call-limit, checkpoint-every, histogram-every, keep, keep-every, "
                + "log-every, non-finite, recompute, sample-every, schedules, steps.");
  }

  @Test
  void suggestsTheTypeThatWasMeant() {
    Problem problem = only(TestCatalog.RUN + "sample: {sampler: {type: eulr}}\n");
    assertThat(problem.place()).as("place").isEqualTo(new Place("run.yaml", 7, 26));
    assertThat(problem.message())
        .as("message")
        .contains("No sampler is called 'eulr'", "Did you mean 'euler'?", "euler, heun");
  }

  @Test
  void namesTheTypesWhereNoneIsGiven() {
    assertThat(only(TestCatalog.RUN + "optimizer: {learning-rate: 1}\n").message())
        .as("message")
        .contains("type is missing", "adamw");
  }

  @Test
  void reportsTheWrongKindOfValue() {
    List<Problem> problems =
        problems(
            TestCatalog.RUN
                + "seed: many\nprecision: float8\ntrain: {steps: 1.5, batch: [1]}\nema: 5\n"
                + "optimizer: {type: adamw, betas: [0.9, x]}\n");
    assertThat(problems)
        .as("problems")
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "seed", "precision", "train.steps", "train.batch", "ema", "optimizer.betas.1");
    assertThat(problems)
        .filteredOn(problem -> problem.path().equals("precision"))
        .extracting(Problem::message)
        .first()
        .asString()
        .contains("float32, bfloat16");
  }

  @Test
  void reportsValuesOutOfRange() {
    List<Problem> problems =
        problems(TestCatalog.RUN + "train: {steps: 0}\nema: {decays: [0.5, 1.5]}\n");
    assertThat(problems)
        .as("problems")
        .extracting(Problem::toString)
        .containsExactlyInAnyOrder(
            "run.yaml:7:16: train.steps: 0 is out of range: at least 1.",
            "run.yaml:8:21: ema.decays.1: 1.5 is out of range: from 0 to 1.");
  }

  @Test
  void reportsNumbersThatAreTooLarge() {
    assertThat(
            problems(
                TestCatalog.RUN
                    + "seed: 99999999999999999999\ntrain: {steps: 1e300, batch: 3000000000}\n"))
        .as("problems")
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("seed", "train.steps", "train.batch");
  }

  @Test
  void readsNumbersAsPeopleWriteThem() {
    RunConfig run =
        TestCatalog.read(
            TestCatalog.RUN + "seed: 1e3\noptimizer: {type: adamw, learning-rate: 1e-4}\n");
    assertThat(run.seed()).as("seed").isEqualTo(1000);
    assertThat(run.optimizer().settings(TestCatalog.Adam.class).orElseThrow().learningRate())
        .as("learning rate")
        .isEqualTo(1e-4);
  }

  @Test
  void listsAllProblemsWithTheirPlaces() {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                TestCatalog.read(
                    """
                    nmae: x
                    device: tpu
                    data: {type: folder}
                    backbone: {type: nett}
                    train:
                      steps: -1
                      keep: none
                    """));
    assertThat(e.getMessage().lines())
        .as("lines of the message")
        .hasSizeGreaterThanOrEqualTo(5)
        .allMatch(line -> line.matches("run\\.yaml:\\d+:\\d+: .+"))
        .anyMatch(line -> line.startsWith("run.yaml:1:1: nmae: ") && line.contains("'name'"))
        .anyMatch(line -> line.startsWith("run.yaml:3:7: data.path: ") && line.contains("missing"))
        .anyMatch(line -> line.startsWith("run.yaml:4:18: backbone.type: "))
        .anyMatch(line -> line.startsWith("run.yaml:6:10: train.steps: "))
        .anyMatch(line -> line.startsWith("run.yaml:7:9: train.keep: "));
  }

  @Test
  void reportsMissingSections() {
    assertThat(problems("name: x\n"))
        .as("problems")
        .extracting(Problem::path)
        .containsExactlyInAnyOrder("data", "backbone", "objective");
  }

  @Test
  void asksComponentsToCheckThemselves() {
    Problem problem = only(TestCatalog.RUN.replace("B/2", "bad"));
    assertThat(problem).hasToString("run.yaml:2:29: backbone.size: There is no size 'bad'.");
  }

  @Test
  void checksWhatMustFitTogether() {
    assertThat(only(TestCatalog.RUN.replace("depth: 3", "depth: 5")))
        .hasToString("run.yaml:6:12: alignment.0.depth: The backbone has 4 blocks; 5 is deeper.");
    assertThat(only(TestCatalog.RUN.replace("type: eyes", "type: eyes, grid: 5")).message())
        .as("message")
        .contains("5x5", "4x4");
    assertThat(only(TestCatalog.RUN + "train: {batch: 10, accumulate: 3}\n").path())
        .as("path")
        .isEqualTo("train.accumulate");
    assertThat(only(TestCatalog.RUN + "device: tpu\n").path()).as("path").isEqualTo("device");
    assertThat(only(TestCatalog.RUN + "name: ../x\n").path()).as("path").isEqualTo("name");
  }

  @Test
  void checksTheProjectorsWidthAgainstTheEncoders() {
    String run = TestCatalog.RUN + "    projector: {type: fixed, gives: ";
    assertThat(TestCatalog.read(run + "5}\n").alignment()).as("alignments").hasSize(1);
    assertThat(only(run + "6}\n"))
        .hasToString(
            "run.yaml:7:16: alignment.0.projector: The projector gives tokens of width 6 and the encoder's have 5.");
  }

  @Test
  void checksWhatCanBeReadAlthoughOtherSectionsCannot() {
    String run = TestCatalog.RUN.replace("depth: 3", "depth: 9") + "optimizer: {type: adam}\n";
    assertThat(problems(run))
        .as("problems, in the order of the file")
        .extracting(Problem::path)
        .containsExactly("alignment.0.depth", "optimizer.type");
  }

  @Test
  void saysNothingOfWhatFollowsFromAnUnreadableSection() {
    assertThat(only(TestCatalog.RUN.replace("path: images", "pth: images, path: images")).path())
        .as("the only problem")
        .isEqualTo("data.pth");
  }
}
