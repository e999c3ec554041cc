package io.irepa.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Applies {@code -s key.path=value} to a configuration. List items are reached by their index. */
public final class Overrides {
  private Overrides() {}

  /**
   * Applies overrides in order.
   *
   * @param root changed in place
   * @param overrides {@code key.path=value}, the value as YAML text
   * @throws ConfigException if one has no {@code =}, or its path leads through a plain value
   */
  public static void apply(Node.Mapping root, List<String> overrides) {
    List<Problem> problems = new ArrayList<>();
    for (String override : overrides) {
      Place place = new Place("-s " + override, 0, 0);
      int equals = override.indexOf('=');
      if (equals < 1) {
        problems.add(new Problem(place, "", "Write -s key.path=value."));
        continue;
      }
      Node value = replaced(YamlReader.text(place.source(), override.substring(equals + 1)), place);
      String wrong = set(root, List.of(override.substring(0, equals).split("\\.")), value, place);
      if (wrong != null) {
        problems.add(new Problem(place, override.substring(0, equals), wrong));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /**
   * Sets one value, which keeps its place.
   *
   * @param root changed in place
   * @param path as in an override
   * @param key where the path stands
   * @return what is wrong with the path
   */
  static Optional<Problem> set(Node.Mapping root, String path, Node value, Place key) {
    String wrong = set(root, List.of(path.split("\\.", -1)), value, key);
    return Optional.ofNullable(wrong).map(message -> new Problem(key, path, message));
  }

  private static String set(Node node, List<String> path, Node value, Place place) {
    String key = path.get(0);
    if (node instanceof Node.Mapping mapping) {
      mapping.keys().put(key, place);
      if (path.size() == 1) {
        mapping.values().put(key, value);
        return null;
      }
      Node next =
          mapping
              .values()
              .computeIfAbsent(
                  key, k -> new Node.Mapping(place, new LinkedHashMap<>(), new LinkedHashMap<>()));
      return set(next, path.subList(1, path.size()), value, place);
    }
    if (node instanceof Node.Sequence sequence) {
      int index;
      try {
        index = Integer.parseInt(key);
      } catch (NumberFormatException e) {
        return "'" + key + "' is not an index into a list.";
      }
      if (index < 0 || index >= sequence.values().size()) {
        return "The list has " + sequence.values().size() + " items; " + key + " is none of them.";
      }
      if (path.size() == 1) {
        sequence.values().set(index, value);
        return null;
      }
      return set(sequence.values().get(index), path.subList(1, path.size()), value, place);
    }
    return "The path leads through " + node.kind() + ", which has no keys.";
  }

  /** The same value, standing at the override. */
  private static Node replaced(Node node, Place place) {
    if (node instanceof Node.Mapping mapping) {
      LinkedHashMap<String, Node> values = new LinkedHashMap<>();
      Map<String, Place> keys = new LinkedHashMap<>();
      mapping.values().forEach((key, value) -> values.put(key, replaced(value, place)));
      mapping.values().keySet().forEach(key -> keys.put(key, place));
      return new Node.Mapping(place, values, keys);
    }
    if (node instanceof Node.Sequence sequence) {
      List<Node> values = new ArrayList<>();
      sequence.values().forEach(value -> values.add(replaced(value, place)));
      return new Node.Sequence(place, values);
    }
    return new Node.Scalar(place, ((Node.Scalar) node).value());
  }
}
