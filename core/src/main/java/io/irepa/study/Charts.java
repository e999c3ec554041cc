package io.irepa.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The charts of a study, as SVG by name. */
final class Charts {
  private static final int MOST_LINES = 8;

  private final Comparison study;

  Charts(Comparison study) {
    this.study = study;
  }

  /** Quality over the steps: a chart an encoder, with the runs without alignment in each. */
  Map<String, String> curves() {
    Map<String, List<Group>> panels = new LinkedHashMap<>();
    List<Group> bare = study.groups().stream().filter(g -> g.encoder().isEmpty()).toList();
    List<Group> aligned = study.groups().stream().filter(g -> g.encoder().isPresent()).toList();
    if (aligned.isEmpty()) {
      panels.put("", bare);
    }
    for (Group group : aligned) {
      panels
          .computeIfAbsent(group.encoder().orElseThrow(), name -> new ArrayList<>(bare))
          .add(group);
    }
    Plot.Axis x = new Plot.Axis("step", 0, lastStep());
    Plot.Axis y = Plot.Axis.around(study.shortName(), values());
    Map<String, String> charts = new LinkedHashMap<>();
    panels.forEach(
        (encoder, groups) -> {
          Plot plot = new Plot(encoder.isEmpty() ? study.shortName() : encoder, x, y);
          List<Group> shown = groups.subList(0, Math.min(MOST_LINES, groups.size()));
          for (int i = 0; i < shown.size(); i++) {
            band(plot, i, study.quality(shown.get(i)));
          }
          plot.legend(shown.stream().map(Group::recipe).toList());
          charts.put("curves" + (encoder.isEmpty() ? "" : "-" + encoder), plot.svg());
        });
    return charts;
  }

  private static void band(Plot plot, int series, List<Curve> curves) {
    if (curves.isEmpty()) {
      return;
    }
    double[] steps = Reach.common(curves);
    Spread[] each =
        Arrays.stream(steps)
            .mapToObj(
                step -> Spread.of(curves.stream().mapToDouble(c -> Reach.at(c, step)).toArray()))
            .toArray(Spread[]::new);
    plot.band(
        series,
        steps,
        Arrays.stream(each).mapToDouble(Spread::low).toArray(),
        Arrays.stream(each).mapToDouble(Spread::mean).toArray(),
        Arrays.stream(each).mapToDouble(Spread::high).toArray());
  }

  private Stream<Curve> all() {
    return study.groups().stream().flatMap(group -> study.quality(group).stream());
  }

  private double lastStep() {
    return all().mapToDouble(Curve::lastStep).max().orElse(1);
  }

  private double[] values() {
    return all().flatMapToDouble(curve -> Arrays.stream(curve.values())).toArray();
  }

  /** Final quality over each number that was measured of encoders. */
  Map<String, String> scatters() {
    Map<String, String> charts = new LinkedHashMap<>();
    for (String metric : study.metrics()) {
      List<StudyResults.OfEncoder> known =
          study.results().encoders().stream()
              .filter(one -> one.numbers().containsKey(metric))
              .toList();
      List<String> recipes = study.recipes();
      double[] finals =
          study.groups().stream()
              .filter(group -> group.encoder().isPresent())
              .flatMap(group -> study.finals(group).stream())
              .flatMapToDouble(spread -> Stream.of(spread.low(), spread.high()).mapToDouble(v -> v))
              .toArray();
      if (known.size() < 2 || finals.length == 0) {
        continue;
      }
      Plot plot =
          new Plot(
              metric,
              Plot.Axis.around(
                  metric, known.stream().mapToDouble(one -> one.numbers().get(metric)).toArray()),
              Plot.Axis.around("final " + study.shortName(), finals));
      for (StudyResults.OfEncoder encoder : known) {
        for (int i = 0; i < recipes.size(); i++) {
          Optional<Spread> end = study.group(encoder.name(), recipes.get(i)).flatMap(study::finals);
          int series = i + 1;
          end.ifPresent(
              spread ->
                  plot.point(
                      series,
                      encoder.numbers().get(metric),
                      spread.low(),
                      spread.mean(),
                      spread.high(),
                      encoder.name()));
        }
      }
      List<String> legend = new ArrayList<>(List.of(""));
      legend.addAll(recipes);
      plot.legend(legend);
      charts.put("scatter-" + metric, plot.svg());
    }
    return charts;
  }
}
