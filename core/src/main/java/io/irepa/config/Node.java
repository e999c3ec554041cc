package io.irepa.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of YAML with its place. */
public sealed interface Node {
  /** Where it stands. */
  Place place();

  /** How to name its kind to a person. */
  String kind();

  /** The same, without anything shared, so that overrides change one of the two alone. */
  Node copy();

  /** A mapping; values may be replaced by overrides. */
  record Mapping(Place place, LinkedHashMap<String, Node> values, Map<String, Place> keys)
      implements Node {
    @Override
    public String kind() {
      return "a mapping";
    }

    @Override
    public Mapping copy() {
      LinkedHashMap<String, Node> copies = new LinkedHashMap<>();
      values.forEach((key, value) -> copies.put(key, value.copy()));
      return new Mapping(place, copies, new HashMap<>(keys));
    }
  }

  /** A list. */
  record Sequence(Place place, List<Node> values) implements Node {
    @Override
    public String kind() {
      return "a list";
    }

    @Override
    public Sequence copy() {
      List<Node> copies = new ArrayList<>();
      values.forEach(value -> copies.add(value.copy()));
      return new Sequence(place, copies);
    }
  }

  /** A number, truth value, string or null, as YAML reads it. */
  record Scalar(Place place, Object value) implements Node {
    @Override
    public String kind() {
      return value == null ? "nothing" : "'" + value + "'";
    }

    @Override
    public Scalar copy() {
      return this;
    }
  }
}
