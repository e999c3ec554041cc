package io.irepa.cli;

import io.irepa.compose.Plugins;
import io.irepa.config.Node;
import io.irepa.config.Place;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.config.YamlReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run's configuration of which one alignment alone is looked at, from options. */
final class OneEncoder {
  private OneEncoder() {}

  /**
   * Reads it.
   *
   * @param alignment YAML by key of the alignment, which is also the option's name
   * @param further values by key of the run, likewise
   */
  static RunConfig read(
      Plugins plugins, Map<String, String> alignment, Map<String, String> further) {
    Map<String, Node> inner = new LinkedHashMap<>();
    alignment.forEach((key, yaml) -> inner.put(key, YamlReader.text("--" + key, yaml)));
    Node.Mapping one = mapping(inner);
    Map<String, Node> outer = new LinkedHashMap<>();
    further.forEach(
        (key, value) -> outer.put(key, new Node.Scalar(new Place("--" + key, 0, 0), value)));
    outer.put("alignment", new Node.Sequence(one.place(), List.of(one)));
    return new RunConfigReader(plugins).bind(mapping(outer), false);
  }

  private static Node.Mapping mapping(Map<String, Node> values) {
    Map<String, Place> places = new LinkedHashMap<>();
    values.forEach((key, value) -> places.put(key, value.place()));
    return new Node.Mapping(
        new Place("the command line", 0, 0), new LinkedHashMap<>(values), places);
  }
}
