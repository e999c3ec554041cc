package io.irepa.study;

import io.irepa.config.StudyPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The runs that differ in nothing but the seed.
 *
 * @param values by axis, without the seed's
 * @param encoder what they are aligned with
 * @param recipe the values of the axes that choose no encoder, as one text
 * @param runs at least one
 */
record Group(
    Map<String, String> values,
    Optional<String> encoder,
    String recipe,
    List<StudyResults.OfRun> runs) {
  private static final String BASELINE = "baseline";

  /** All groups, in the plan's order. */
  static List<Group> of(StudyPlan plan, List<StudyResults.OfRun> runs) {
    Map<List<Object>, List<StudyResults.OfRun>> byValues = new LinkedHashMap<>();
    for (StudyResults.OfRun run : runs) {
      byValues
          .computeIfAbsent(
              List.of(values(plan, run.run()), run.run().label()), key -> new ArrayList<>())
          .add(run);
    }
    List<Group> groups = new ArrayList<>();
    byValues.forEach(
        (key, some) -> {
          StudyPlan.Run first = some.get(0).run();
          groups.add(new Group(values(plan, first), first.encoder(), recipe(plan, first), some));
        });
    return groups;
  }

  private static Map<String, String> values(StudyPlan plan, StudyPlan.Run run) {
    Map<String, String> values = new LinkedHashMap<>(run.values());
    plan.seedAxis().ifPresent(values::remove);
    return values;
  }

  private static String recipe(StudyPlan plan, StudyPlan.Run run) {
    Map<String, String> values = values(plan, run);
    values.keySet().removeAll(plan.encoderAxes());
    List<String> parts =
        new ArrayList<>(
            values.values().stream().filter(value -> !value.equals(StudyPlan.NONE)).toList());
    if (!run.label().isEmpty()) {
      parts.add(run.label());
    }
    if (parts.isEmpty()) {
      return run.isBaseline() ? BASELINE : "aligned";
    }
    return String.join(" ", parts);
  }

  /** For tables. */
  String name() {
    return encoder.map(one -> one + " " + recipe).orElse(recipe);
  }

  /** A tracked number of each run that has it. */
  List<Curve> curves(String name) {
    return runs.stream()
        .map(run -> Optional.ofNullable(run.curves().get(name)))
        .flatMap(Optional::stream)
        .collect(Collectors.toList());
  }

  /** Whether this is what another group is compared with. */
  boolean isReferenceOf(Group other, StudyPlan.Reference reference) {
    if (reference.isBaseline()) {
      return encoder.isEmpty()
          && other.encoder().isPresent()
          && values.entrySet().stream()
              .allMatch(
                  one ->
                      one.getValue().equals(StudyPlan.NONE)
                          || one.getValue().equals(other.values().get(one.getKey())));
    }
    Map<String, String> wanted = new LinkedHashMap<>(other.values());
    wanted.putAll(reference.values());
    return other.encoder().isPresent() == encoder.isPresent()
        && values.equals(wanted)
        && !values.equals(other.values());
  }
}
