package io.irepa.study;

import io.irepa.config.StudyConfig;
import io.irepa.config.StudyPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What a study's runs say together; unfinished ones are left out. */
final class Comparison {
  private final StudyResults results;
  private final List<Group> groups;
  private final StudyConfig.Quality asked;

  Comparison(StudyResults results) {
    this.results = results;
    this.groups = Group.of(results.plan(), results.finished());
    this.asked = results.plan().study().quality();
  }

  StudyResults results() {
    return results;
  }

  List<Group> groups() {
    return groups;
  }

  boolean lowerIsBetter() {
    return asked.better() == StudyConfig.Better.LOWER;
  }

  /** The quality's curve without what all of evaluation begins with. */
  String shortName() {
    String curve = asked.curve();
    return curve.startsWith("evaluate.") ? curve.substring("evaluate.".length()) : curve;
  }

  /** A curve a run that has it. */
  List<Curve> quality(Group group) {
    return group.curves(asked.curve());
  }

  /** Final quality; empty if no run has it. */
  Optional<Spread> finals(Group group) {
    double[] last = quality(group).stream().mapToDouble(Curve::last).toArray();
    return last.length == 0 ? Optional.empty() : Optional.of(Spread.of(last));
  }

  /** The runs of an encoder and a recipe. */
  Optional<Group> group(String encoder, String recipe) {
    return groups.stream()
        .filter(one -> one.encoder().equals(Optional.of(encoder)) && one.recipe().equals(recipe))
        .findFirst();
  }

  /** What encoders are aligned with by, in the plan's order. */
  List<String> recipes() {
    Set<String> recipes = new LinkedHashSet<>();
    groups.stream().filter(g -> g.encoder().isPresent()).forEach(g -> recipes.add(g.recipe()));
    return List.copyOf(recipes);
  }

  /** Names of what was measured of the encoders. */
  List<String> metrics() {
    Set<String> names = new LinkedHashSet<>();
    results.encoders().forEach(one -> names.addAll(one.numbers().keySet()));
    return List.copyOf(names);
  }

  /** How much sooner than a reference; empty if there is none for the group, or no curve. */
  Optional<SpeedUp> speedUp(Group group, StudyPlan.Reference reference) {
    List<Curve> runs = quality(group);
    Optional<List<Curve>> others =
        groups.stream()
            .filter(one -> one.isReferenceOf(group, reference))
            .map(this::quality)
            .filter(curves -> !curves.isEmpty())
            .findFirst();
    if (runs.isEmpty() || others.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        SpeedUp.of(
            runs,
            others.get(),
            asked.target().map(OptionalDouble::of).orElse(OptionalDouble.empty()),
            lowerIsBetter(),
            results.plan().study().resamples()));
  }

  /** The encoders that have a number and runs of a recipe: both, in one order. */
  private record Pairs(double[] x, double[] y) {}

  private Pairs pairs(String metric, String recipe) {
    List<double[]> both = new ArrayList<>();
    for (StudyResults.OfEncoder encoder : results.encoders()) {
      Optional<Spread> end = group(encoder.name(), recipe).flatMap(this::finals);
      if (encoder.numbers().containsKey(metric) && end.isPresent()) {
        both.add(new double[] {encoder.numbers().get(metric), end.get().mean()});
      }
    }
    return new Pairs(
        both.stream().mapToDouble(one -> one[0]).toArray(),
        both.stream().mapToDouble(one -> one[1]).toArray());
  }

  /** Correlation of final quality with a number of the encoders, by coefficient. */
  Map<String, Correlations.Coefficient> correlation(
      Correlations correlations, String metric, String recipe) {
    Pairs pairs = pairs(metric, recipe);
    return new LinkedHashMap<>(correlations.of(pairs.x(), pairs.y()));
  }
}
