package io.irepa.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.irepa.spi.Metric;
import io.irepa.spi.TargetNorm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyReaderTest {
  private static final String STUDY =
      """
      base:
        data: {type: folder, path: images}
        backbone: {type: net, size: B/2}
        objective: {type: flow}
        alignment: [{encoder: eyes, depth: 3}]
      grid:
        encoder:
          near: {alignment.0.encoder: {type: eyes}}
          far: {alignment.0.encoder: {type: eyes, grid: 4}}
        recipe:
          repa: {alignment.0.projector: mlp, alignment.0.weight: 0.5}
          irepa: {alignment.0.projector: linear}
        seed: [0, 1]
      quality: {curve: loss.total}
      """;

  @TempDir private Path folder;

  /** The catalog of the other tests, with what a study names by default. */
  private static final class Metrics implements Catalog {
    private final Catalog plain = new TestCatalog();

    record Norm(double gamma) {}

    private static ComponentType type(
        Class<?> slot, String name, Optional<Class<? extends Record>> settings) {
      return new ComponentType(slot, name, Object.class, settings, "tests", "for tests");
    }

    @Override
    public List<ComponentType> types(Class<?> slot) {
      List<ComponentType> all = new ArrayList<>(plain.types(slot));
      if (slot == TargetNorm.class) {
        all.add(type(slot, "spatial", Optional.of(Norm.class)));
      }
      if (slot == Metric.class) {
        for (String name : List.of("lds", "cds", "srss", "rmsc", "correlation")) {
          all.add(type(slot, name, Optional.empty()));
        }
      }
      return all;
    }
  }

  private StudyPlan read(String text, String... overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("study.yaml"), text);
    return new StudyReader(new Metrics()).read(file, List.of(overrides));
  }

  private String wrong(String text) {
    ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(text));
    assertThat(e).as("exception for\n" + text).isNotNull();
    return e.getMessage().replace(folder + "/", "");
  }

  private static List<String> names(StudyPlan plan) {
    return plan.runs().stream().map(StudyPlan.Run::name).toList();
  }

  private static StudyPlan.Run run(StudyPlan plan, String name) {
    return plan.runs().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void theGridIsTheProductOfItsAxesAndABaselineASeed() throws Exception {
    assertThat(names(read(STUDY)))
        .as("runs")
        .containsExactly(
            "baseline_seed-0",
            "baseline_seed-1",
            "near_repa_seed-0",
            "near_repa_seed-1",
            "near_irepa_seed-0",
            "near_irepa_seed-1",
            "far_repa_seed-0",
            "far_repa_seed-1",
            "far_irepa_seed-0",
            "far_irepa_seed-1");
  }

  @Test
  void aValueSetsAllOfItsKeys() throws Exception {
    RunConfig config = run(read(STUDY), "far_repa_seed-1").config();
    assertThat(config.seed()).as("seed").isEqualTo(1);
    assertThat(config.alignment().get(0).weight()).as("weight").isEqualTo(0.5);
    assertThat(config.alignment().get(0).projector().component().type())
        .as("projector")
        .isEqualTo("mlp");
    assertThat(config.name()).as("name").isEqualTo("far_repa_seed-1");
  }

  @Test
  void runsShareNothingThatOneOfThemSets() throws Exception {
    assertThat(run(read(STUDY), "near_irepa_seed-0").config().alignment().get(0).weight())
        .as("weight of a run after one that sets it")
        .isEqualTo(1.0);
  }

  @Test
  void theBaselineHasNoAlignment() throws Exception {
    StudyPlan.Run baseline = run(read(STUDY), "baseline_seed-1");
    assertThat(baseline.config().alignment()).as("alignment").isEmpty();
    assertThat(baseline.values())
        .as("values")
        .isEqualTo(Map.of("encoder", "none", "recipe", "none", "seed", "1"));
  }

  @Test
  void axesAreTold() throws Exception {
    StudyPlan plan = read(STUDY);
    assertThat(plan.seedAxis()).as("seed").contains("seed");
    assertThat(plan.encoderAxes()).as("encoders").containsExactly("encoder");
  }

  @Test
  void excludeLeavesOutAndIncludeAdds() throws Exception {
    StudyPlan plan =
        read(
            STUDY
                + """
                baseline: false
                exclude: [{encoder: far, seed: [0, 1], recipe: irepa}, {seed: 1}]
                include: [{encoder: far, recipe: irepa, name: light, set: {alignment.0.weight: 0.1}}]
                """);
    assertThat(names(plan))
        .as("runs")
        .containsExactly(
            "near_repa_seed-0", "near_irepa_seed-0", "far_repa_seed-0", "far_irepa_light");
    assertThat(run(plan, "far_irepa_light").config().alignment().get(0).weight())
        .as("weight")
        .isEqualTo(0.1);
  }

  @Test
  void theBaseMayBeAFileBesideTheStudy() throws Exception {
    Files.writeString(folder.resolve("base.yaml"), TestCatalog.RUN);
    StudyPlan plan =
        read(
            "base: base.yaml\ngrid: {seed: [3]}\nbaseline: false\nquality: {curve: loss.total}\n",
            "base.train.batch=16");
    assertThat(plan.runs().get(0).config().train().batch()).as("batch").isEqualTo(16);
  }

  @Test
  void whatIsWrongWithAValueIsToldAtItsPlaceOnce() {
    assertThat(wrong(STUDY.replace("{type: eyes, grid: 4}", "{type: eyes, grdi: 4}")))
        .as("message")
        .contains("study.yaml:9:45: alignment.0.encoder.grdi", "Did you mean 'grid'?")
        .contains("(4 runs, such as far_repa_seed-0)")
        .hasLineCount(1);
  }

  @Test
  void aPathThatLeadsNowhereIsToldAtItsKey() {
    assertThat(wrong(STUDY.replace("alignment.0.weight", "alignment.1.weight")))
        .as("message")
        .contains("study.yaml:11:40: alignment.1.weight: The list has 1 items");
  }

  @Test
  void unknownAxesAndValuesAreSuggested() {
    assertThat(wrong(STUDY + "exclude: [{encodr: far}, {recipe: repe}]\n"))
        .as("message")
        .contains("Did you mean 'encoder'?", "Did you mean 'repa'?");
  }

  @Test
  void runsOfOneNameAreRefused() {
    assertThat(wrong(STUDY + "include: [{encoder: far, recipe: repa, seed: 0}]\n"))
        .as("message")
        .contains("2 runs would be called far_repa_seed-0");
  }

  @Test
  void aCurveOfEvaluationNeedsEvaluations() {
    assertThat(wrong(STUDY.replace("loss.total", "evaluate.eyes.frechet-distance")))
        .as("message")
        .contains("evaluates nothing in training");
  }
}
