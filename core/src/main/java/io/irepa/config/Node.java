package io.irepa.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of YAML with its place. */
public sealed interface Node {
  /** Where it stands. */
  Place place();

  /** How to name its kind to a person. */
  String kind();

  /** A mapping; values may be replaced by overrides. */
  record Mapping(Place place, LinkedHashMap<String, Node> values, Map<String, Place> keys)
      implements Node {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A list. */
  record Sequence(Place place, List<Node> values) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A number, truth value, string or null, as YAML reads it. */
  record Scalar(Place place, Object value) implements Node {
    @Override
    public String kind() {
      return value == null ? "nothing" : "'" + value + "'";
    }
  }
}
