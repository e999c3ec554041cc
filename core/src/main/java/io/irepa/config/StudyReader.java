package io.irepa.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a study and the configurations of all its runs, so that nothing is wrong with any. */
public final class StudyReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final Catalog catalog;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param catalog of what may be named
   */
  public StudyReader(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Reads a study.
   *
   * @param overrides {@code key.path=value}, of the study's keys; those of the runs are below base
   * @throws ConfigException with every problem found
   */
  public StudyPlan read(Path file, List<String> overrides) {
    Node.Mapping root = YamlReader.file(file);
    if (root.values().get("base") instanceof Node.Scalar path
        && path.value() instanceof String text) {
      Path folder = file.toAbsolutePath().getParent();
      Path named = folder == null ? Path.of(text) : folder.resolve(text);
      root.values().put("base", YamlReader.file(named));
    }
    Overrides.apply(root, overrides);
    Optional<StudyConfig> study = new Binder(catalog, problems).record(StudyConfig.class, root, "");
    if (study.isEmpty()) {
      throw new ConfigException(problems);
    }
    StudyPlan plan = plan(study.get(), root);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return plan;
  }

  private StudyPlan plan(StudyConfig study, Node.Mapping root) {
    if (!NAME.matcher(study.name()).matches()) {
      problem(
          root,
          "name",
          "A name consists of letters, digits, dot, hyphen and underscore, since it is a folder's.");
    }
    List<StudyAxis> axes = new ArrayList<>();
    study
        .grid()
        .values()
        .forEach(
            (name, node) ->
                axes.add(StudyAxis.read(name, node, study.grid().keys().get(name), problems)));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    if (!(study.base() instanceof Node.Mapping base)) {
      problem(root, "base", "This is neither a configuration nor the path of one.");
      throw new ConfigException(problems);
    }
    List<StudyPlan.Run> runs = new StudyGrid(catalog, study, base, axes, problems).runs();
    if (runs.isEmpty() && problems.isEmpty()) {
      problem(root, "grid", "No run is left of it.");
    }
    checkQuality(study, root, runs);
    return new StudyPlan(
        study,
        axes.stream().map(StudyAxis::name).toList(),
        axes.stream().filter(StudyAxis::isSeed).map(StudyAxis::name).findFirst(),
        axes.stream().filter(StudyAxis::choosesEncoder).map(StudyAxis::name).toList(),
        references(study, axes, runs),
        runs);
  }

  private void problem(Node.Mapping root, String key, String message) {
    Node value = root.values().get(key);
    problems.add(new Problem(value == null ? root.place() : value.place(), key, message));
  }

  /** The curve has to come from somewhere; which names metrics give is known once they ran. */
  private void checkQuality(StudyConfig study, Node.Mapping root, List<StudyPlan.Run> runs) {
    if (!study.quality().curve().startsWith("evaluate.")) {
      return;
    }
    runs.stream()
        .filter(run -> run.config().evaluate().filter(e -> e.every() > 0).isEmpty())
        .findFirst()
        .ifPresent(
            run ->
                problem(
                    root,
                    "quality",
                    "The run %s evaluates nothing in training: set evaluate.every and evaluate.metrics under base."
                        .formatted(run.name())));
  }

  private List<StudyPlan.Reference> references(
      StudyConfig study, List<StudyAxis> axes, List<StudyPlan.Run> runs) {
    List<StudyPlan.Reference> references = new ArrayList<>();
    for (Node node : study.quality().references()) {
      if (node instanceof Node.Mapping mapping && !mapping.values().isEmpty()) {
        Map<String, String> values = new LinkedHashMap<>();
        StudyGrid.matches(mapping, axes, "quality.references", problems)
            .forEach((axis, names) -> values.put(axis, names.iterator().next()));
        references.add(new StudyPlan.Reference(values));
      } else if (node instanceof Node.Scalar scalar && "baseline".equals(scalar.value())) {
        if (runs.stream().anyMatch(StudyPlan.Run::isBaseline)) {
          references.add(new StudyPlan.Reference(Map.of()));
        }
      } else {
        problems.add(
            new Problem(
                node.place(),
                "quality.references",
                "This is %s; baseline, or a mapping of axes to values, is needed."
                    .formatted(node.kind())));
      }
    }
    return references;
  }

  /** Problems that several runs share, once each. */
  static List<Problem> distinct(Map<String, List<Problem>> byRun, int runs) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    Map<String, Problem> each = new LinkedHashMap<>();
    byRun.forEach(
        (run, some) -> {
          Set<String> seen = new HashSet<>();
          for (Problem problem : some) {
            each.putIfAbsent(problem.toString(), problem);
            if (seen.add(problem.toString())) {
              found.computeIfAbsent(problem.toString(), text -> new ArrayList<>()).add(run);
            }
          }
        });
    List<Problem> all = new ArrayList<>();
    each.forEach(
        (text, problem) -> {
          List<String> where = found.get(text);
          String note =
              where.size() == runs
                  ? ""
                  : where.size() == 1
                      ? " (run %s)".formatted(where.get(0))
                      : " (%d runs, such as %s)".formatted(where.size(), where.get(0));
          all.add(new Problem(problem.place(), problem.path(), problem.message() + note));
        });
    return List.copyOf(new LinkedHashSet<>(all));
  }
}
