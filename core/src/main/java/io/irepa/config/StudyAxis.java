package io.irepa.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One axis of a study's grid.
 *
 * @param name as written
 * @param values in order, with different names
 */
record StudyAxis(String name, List<Value> values) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern ENCODER =
      Pattern.compile("alignment(\\.[0-9]+(\\.encoder(\\..*)?)?)?");

  /**
   * A value.
   *
   * @param name as tables show it
   * @param label as folders' names have it
   * @param settings what it sets
   */
  record Value(String name, String label, List<Setting> settings) {}

  /** A key and its value. */
  record Setting(String path, Node value, Place place) {}

  /** Reads an axis; what is wrong with it goes to the list. */
  static StudyAxis read(String name, Node node, Place place, List<Problem> problems) {
    List<Value> values = new ArrayList<>();
    String path = "grid." + name;
    if (node instanceof Node.Sequence sequence) {
      sequence.values().forEach(item -> plain(name, item, place, problems).ifPresent(values::add));
    } else if (node instanceof Node.Mapping mapping) {
      mapping
          .values()
          .forEach(
              (value, settings) ->
                  named(path, value, settings, mapping.keys().get(value), problems)
                      .ifPresent(values::add));
    } else {
      problems.add(
          new Problem(
              node.place(),
              path,
              "This is %s; a list of values, or a mapping of names to what they set, is needed."
                  .formatted(node.kind())));
      return new StudyAxis(name, values);
    }
    if (values.isEmpty() && problems.isEmpty()) {
      problems.add(new Problem(node.place(), path, "An axis needs a value."));
    }
    return new StudyAxis(name, values);
  }

  private static Optional<Value> plain(
      String name, Node item, Place place, List<Problem> problems) {
    if (!(item instanceof Node.Scalar scalar) || scalar.value() == null) {
      problems.add(
          new Problem(
              item.place(),
              "grid." + name,
              "This is %s; in a list, values are numbers, texts or truth values. Give others a name: {name: {key: value}}."
                  .formatted(item.kind())));
      return Optional.empty();
    }
    String text = String.valueOf(scalar.value());
    String label =
        name.substring(name.lastIndexOf('.') + 1) + "-" + text.replaceAll("[^A-Za-z0-9._-]+", "-");
    return Optional.of(new Value(text, label, List.of(new Setting(name, item, place))));
  }

  private static Optional<Value> named(
      String path, String name, Node node, Place place, List<Problem> problems) {
    if (!NAME.matcher(name).matches()) {
      problems.add(
          new Problem(
              place,
              path + "." + name,
              "A value's name consists of letters, digits, dot, hyphen and underscore, since folders are named after it."));
      return Optional.empty();
    }
    if (!(node instanceof Node.Mapping mapping)) {
      problems.add(
          new Problem(
              node.place(),
              path + "." + name,
              "This is %s; a mapping of the keys that it sets is needed, such as {alignment.0.weight: 0.5}."
                  .formatted(node.kind())));
      return Optional.empty();
    }
    return Optional.of(new Value(name, name, settings(mapping)));
  }

  /** What a mapping of paths sets. */
  static List<Setting> settings(Node.Mapping mapping) {
    return mapping.values().entrySet().stream()
        .map(one -> new Setting(one.getKey(), one.getValue(), mapping.keys().get(one.getKey())))
        .toList();
  }

  /** Whether any of its values says something of an alignment. */
  boolean aligns() {
    return sets(path -> path.equals("alignment") || path.startsWith("alignment."));
  }

  /** Whether any of its values says which encoder. */
  boolean choosesEncoder() {
    return sets(path -> ENCODER.matcher(path).matches());
  }

  /** Whether it changes nothing but the seed. */
  boolean isSeed() {
    return values.stream()
        .allMatch(one -> one.settings().size() == 1 && one.settings().get(0).path().equals("seed"));
  }

  private boolean sets(Predicate<String> path) {
    return values.stream()
        .anyMatch(one -> one.settings().stream().map(Setting::path).anyMatch(path));
  }

  Optional<Value> value(String name) {
    return values.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** The values by name, for messages. */
  List<String> names() {
    return values.stream().map(Value::name).toList();
  }

  /** A value chosen of each axis. */
  static List<Map<StudyAxis, Value>> product(List<StudyAxis> axes) {
    List<Map<StudyAxis, Value>> all = new ArrayList<>(List.of(Map.of()));
    for (StudyAxis axis : axes) {
      List<Map<StudyAxis, Value>> longer = new ArrayList<>();
      for (Map<StudyAxis, Value> one : all) {
        for (Value value : axis.values()) {
          Map<StudyAxis, Value> more = new LinkedHashMap<>(one);
          more.put(axis, value);
          longer.add(more);
        }
      }
      all = longer;
    }
    return all;
  }
}
