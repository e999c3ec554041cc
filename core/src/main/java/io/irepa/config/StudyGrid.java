package io.irepa.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The runs of a study's grid. */
final class StudyGrid {
  private static final String BASELINE = "baseline";

  private final RunConfigReader reader;
  private final StudyConfig study;
  private final Node.Mapping base;
  private final List<StudyAxis> axes;
  private final List<Problem> problems;
  private final Map<String, List<Problem>> wrong = new LinkedHashMap<>();

  /**
   * @param base of all runs; stays as it is
   * @param problems takes what is wrong
   */
  StudyGrid(
      Catalog catalog,
      StudyConfig study,
      Node.Mapping base,
      List<StudyAxis> axes,
      List<Problem> problems) {
    this.reader = new RunConfigReader(catalog);
    this.study = study;
    this.base = base;
    this.axes = axes;
    this.problems = problems;
  }

  /** A run before it is bound. */
  private record Draft(
      String name,
      Map<String, String> values,
      String label,
      Optional<String> encoder,
      List<StudyAxis.Setting> settings) {}

  /** All runs, checked; problems that were found go to the list. */
  List<StudyPlan.Run> runs() {
    List<Draft> drafts = new ArrayList<>();
    boolean aligned =
        base.values().containsKey("alignment") || axes.stream().anyMatch(StudyAxis::aligns);
    if (study.baseline() && aligned) {
      List<StudyAxis> others = axes.stream().filter(axis -> !axis.aligns()).toList();
      StudyAxis.product(others).forEach(chosen -> drafts.add(baseline(chosen)));
    }
    List<Map<String, Set<String>>> left = new ArrayList<>();
    study.exclude().forEach(one -> left.add(matches(one, axes, "exclude", problems)));
    for (Map<StudyAxis, StudyAxis.Value> chosen : StudyAxis.product(axes)) {
      if (left.stream().noneMatch(one -> isExcluded(chosen, one))) {
        drafts.add(draft(chosen, "", List.of()));
      }
    }
    study.include().forEach(one -> included(one).ifPresent(drafts::add));
    checkNames(drafts);
    List<StudyPlan.Run> runs = new ArrayList<>();
    drafts.forEach(one -> bind(one).ifPresent(runs::add));
    problems.addAll(StudyReader.distinct(wrong, drafts.size()));
    return runs;
  }

  private Draft baseline(Map<StudyAxis, StudyAxis.Value> chosen) {
    List<StudyAxis.Setting> settings = new ArrayList<>();
    chosen.values().forEach(value -> settings.addAll(value.settings()));
    Place place = new Place("baseline", 0, 0);
    settings.add(new StudyAxis.Setting("alignment", new Node.Sequence(place, List.of()), place));
    List<String> labels = new ArrayList<>(List.of(BASELINE));
    chosen.values().forEach(value -> labels.add(value.label()));
    return new Draft(String.join("_", labels), values(chosen), "", Optional.empty(), settings);
  }

  private Map<String, String> values(Map<StudyAxis, StudyAxis.Value> chosen) {
    Map<String, String> values = new LinkedHashMap<>();
    for (StudyAxis axis : axes) {
      StudyAxis.Value value = chosen.get(axis);
      values.put(axis.name(), value == null ? StudyPlan.NONE : value.name());
    }
    return values;
  }

  private Draft draft(
      Map<StudyAxis, StudyAxis.Value> chosen, String label, List<StudyAxis.Setting> further) {
    List<StudyAxis.Setting> settings = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    List<String> encoder = new ArrayList<>();
    chosen.forEach(
        (axis, value) -> {
          settings.addAll(value.settings());
          labels.add(value.label());
          if (axis.choosesEncoder()) {
            encoder.add(value.name());
          }
        });
    settings.addAll(further);
    if (!label.isEmpty()) {
      labels.add(label);
    }
    return new Draft(
        String.join("_", labels),
        values(chosen),
        label,
        Optional.of(String.join("_", encoder)),
        settings);
  }

  private Optional<Draft> included(Node.Mapping node) {
    LinkedHashMap<String, Node> own = new LinkedHashMap<>(node.values());
    Node set = own.remove("set");
    Node name = own.remove("name");
    int before = problems.size();
    Map<String, Set<String>> named =
        matches(new Node.Mapping(node.place(), own, node.keys()), axes, "include", problems);
    Map<StudyAxis, StudyAxis.Value> chosen = new LinkedHashMap<>();
    for (StudyAxis axis : axes) {
      Set<String> values = named.getOrDefault(axis.name(), Set.of());
      values.stream().findFirst().flatMap(axis::value).ifPresent(one -> chosen.put(axis, one));
    }
    if (set != null && !(set instanceof Node.Mapping)) {
      problems.add(
          new Problem(set.place(), "include.set", "A mapping of keys to values is needed."));
    }
    if (problems.size() > before) {
      return Optional.empty();
    }
    String label =
        name instanceof Node.Scalar scalar && scalar.value() != null
            ? String.valueOf(scalar.value())
            : "";
    return Optional.of(
        draft(
            chosen,
            label,
            set instanceof Node.Mapping mapping ? StudyAxis.settings(mapping) : List.of()));
  }

  /** Values by axis; what names none goes to the problems. */
  static Map<String, Set<String>> matches(
      Node.Mapping node, List<StudyAxis> axes, String path, List<Problem> problems) {
    Map<String, Set<String>> found = new LinkedHashMap<>();
    List<String> known = axes.stream().map(StudyAxis::name).toList();
    node.values()
        .forEach(
            (name, value) -> {
              Optional<StudyAxis> axis =
                  axes.stream().filter(one -> one.name().equals(name)).findFirst();
              if (axis.isEmpty()) {
                problems.add(
                    new Problem(
                        node.keys().get(name),
                        path + "." + name,
                        "There is no such axis.%s Axes: %s."
                            .formatted(Names.suggestion(name, known), String.join(", ", known))));
                return;
              }
              List<Node> items =
                  value instanceof Node.Sequence sequence ? sequence.values() : List.of(value);
              for (Node item : items) {
                String text =
                    item instanceof Node.Scalar scalar ? String.valueOf(scalar.value()) : "";
                if (axis.get().value(text).isEmpty()) {
                  problems.add(
                      new Problem(
                          item.place(),
                          path + "." + name,
                          "The axis has no value '%s'.%s Values: %s."
                              .formatted(
                                  text,
                                  Names.suggestion(text, axis.get().names()),
                                  String.join(", ", axis.get().names()))));
                } else {
                  found.computeIfAbsent(name, one -> new LinkedHashSet<>()).add(text);
                }
              }
            });
    return found;
  }

  private static boolean isExcluded(
      Map<StudyAxis, StudyAxis.Value> chosen, Map<String, Set<String>> left) {
    return !left.isEmpty()
        && chosen.entrySet().stream()
            .allMatch(
                one ->
                    !left.containsKey(one.getKey().name())
                        || left.get(one.getKey().name()).contains(one.getValue().name()));
  }

  private void checkNames(List<Draft> drafts) {
    Map<String, Long> counts =
        drafts.stream().collect(Collectors.groupingBy(Draft::name, Collectors.counting()));
    counts.forEach(
        (name, count) -> {
          if (count > 1) {
            problems.add(
                new Problem(
                    study.grid().place(),
                    "grid",
                    "%d runs would be called %s. Give values other names, or those under include a name."
                        .formatted(count, name)));
          }
        });
  }

  private Optional<StudyPlan.Run> bind(Draft draft) {
    Node.Mapping root = base.copy();
    List<Problem> found = new ArrayList<>();
    for (StudyAxis.Setting one : draft.settings()) {
      Overrides.set(root, one.path(), one.value().copy(), one.place()).ifPresent(found::add);
    }
    Place place = root.place();
    root.values().put("name", new Node.Scalar(place, draft.name()));
    root.keys().put("name", place);
    if (found.isEmpty()) {
      try {
        RunConfig config = reader.bind(root, true);
        Optional<String> encoder = encoder(config, draft);
        return Optional.of(
            new StudyPlan.Run(draft.name(), draft.values(), draft.label(), encoder, config));
      } catch (ConfigException e) {
        found.addAll(e.problems());
      }
    }
    wrong.put(draft.name(), found);
    return Optional.empty();
  }

  /** As the axes name it, or by its type if none does. */
  private static Optional<String> encoder(RunConfig config, Draft draft) {
    return config.alignment().stream()
        .findFirst()
        .flatMap(RunConfig.AlignmentConfig::encoder)
        .map(chosen -> chosen.component().type())
        .map(type -> draft.encoder().filter(name -> !name.isEmpty()).orElse(type));
  }
}
