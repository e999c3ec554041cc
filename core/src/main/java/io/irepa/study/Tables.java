package io.irepa.study;

import io.irepa.config.StudyPlan;
import io.irepa.report.Ticks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tables of a study. */
final class Tables {
  private static final String NOTHING = "–";
  private static final String NEVER = "not reached";

  private final Comparison study;

  Tables(Comparison study) {
    this.study = study;
  }

  /** Final quality, and how much sooner than each reference. */
  Table quality() {
    List<StudyPlan.Reference> references = study.results().plan().references();
    List<String> head = new ArrayList<>(List.of("runs", "seeds", "final", "± sd", "least", "most"));
    references.forEach(one -> head.add("speed over " + name(one)));
    List<List<String>> rows = new ArrayList<>();
    for (Group group : study.groups()) {
      Optional<Spread> end = study.finals(group);
      if (end.isEmpty()) {
        continue;
      }
      Spread spread = end.get();
      List<String> row =
          new ArrayList<>(
              List.of(
                  group.name(),
                  "" + spread.count(),
                  number(spread.mean()),
                  number(spread.deviation()),
                  number(spread.low()),
                  number(spread.high())));
      references.forEach(
          one -> row.add(study.speedUp(group, one).map(Tables::speed).orElse(NOTHING)));
      rows.add(row);
    }
    return new Table("quality", head, rows);
  }

  private static String name(StudyPlan.Reference reference) {
    return reference.isBaseline() ? "baseline" : String.join(" ", reference.values().values());
  }

  private static String speed(SpeedUp speed) {
    if (Double.isNaN(speed.ratio())) {
      return NOTHING;
    }
    String ratio = speed.ratio() == 0 ? NEVER : factor(speed.ratio());
    Quantiles.Interval around = speed.interval();
    return around.high() == 0
        ? ratio
        : "%s (%s to %s)".formatted(ratio, factor(around.low()), factor(around.high()));
  }

  private static String factor(double ratio) {
    return ratio == 0 ? NEVER : String.format(Locale.ROOT, "%.2f", ratio);
  }

  /**
   * What was measured of the encoders, and the final quality of runs that are aligned with them.
   */
  Table encoders() {
    List<String> head = new ArrayList<>(List.of("encoder"));
    head.addAll(study.metrics());
    study.recipes().forEach(recipe -> head.add("final, " + recipe));
    List<List<String>> rows = new ArrayList<>();
    for (StudyResults.OfEncoder encoder : study.results().encoders()) {
      List<String> row = new ArrayList<>(List.of(encoder.name()));
      study
          .metrics()
          .forEach(
              name ->
                  row.add(
                      Optional.ofNullable(encoder.numbers().get(name))
                          .map(Tables::number)
                          .orElse(NOTHING)));
      study
          .recipes()
          .forEach(
              recipe ->
                  row.add(
                      study
                          .group(encoder.name(), recipe)
                          .flatMap(study::finals)
                          .map(spread -> number(spread.mean()))
                          .orElse(NOTHING)));
      rows.add(row);
    }
    return new Table("encoders", head, rows);
  }

  /** How final quality goes together with what was measured of the encoders. */
  Table correlation(Correlations correlations) {
    Map<String, Map<String, String>> cells = new LinkedHashMap<>();
    List<String> head = new ArrayList<>(List.of("measured"));
    for (String metric : study.metrics()) {
      Map<String, String> row = new LinkedHashMap<>();
      for (String recipe : study.recipes()) {
        study
            .correlation(correlations, metric, recipe)
            .forEach((name, one) -> row.put(recipe + ", " + name, coefficient(one)));
      }
      row.keySet().stream().filter(name -> !head.contains(name)).forEach(head::add);
      if (!row.isEmpty()) {
        cells.put(metric, row);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    cells.forEach(
        (metric, row) -> {
          List<String> texts = new ArrayList<>(List.of(metric));
          head.subList(1, head.size()).forEach(name -> texts.add(row.getOrDefault(name, NOTHING)));
          rows.add(texts);
        });
    return new Table("correlation", head, rows);
  }

  private static String coefficient(Correlations.Coefficient one) {
    return Double.isNaN(one.value())
        ? NOTHING
        : String.format(
            Locale.ROOT,
            "%.2f (%.2f to %.2f)",
            one.value(),
            one.interval().low(),
            one.interval().high());
  }

  /** A row a run. */
  Table runs() {
    String curve = study.results().plan().study().quality().curve();
    List<List<String>> rows = new ArrayList<>();
    for (StudyResults.OfRun run : study.results().runs()) {
      rows.add(
          List.of(
              run.run().name(),
              run.status().state().name().toLowerCase(Locale.ROOT),
              String.format(Locale.ROOT, "%.0f", run.status().seconds()),
              run.memory().isPresent()
                  ? String.format(Locale.ROOT, "%.0f", run.memory().getAsDouble())
                  : NOTHING,
              Optional.ofNullable(run.curves().get(curve))
                  .map(one -> number(one.last()))
                  .orElse(NOTHING)));
    }
    return new Table("runs", List.of("run", "state", "seconds", "MiB", "quality"), rows);
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Ticks.text(value, 4) : NOTHING;
  }
}
