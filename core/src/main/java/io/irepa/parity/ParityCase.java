package io.irepa.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.IrepaException;
import io.irepa.config.Catalog;
import io.irepa.config.ConfigException;
import io.irepa.config.Node;
import io.irepa.config.Place;
import io.irepa.config.Problem;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.config.YamlReader;
import io.irepa.tensor.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A case, read and bound.
 *
 * @param folder it lies in
 * @param run the kind of work
 * @param config the sections that the piece needs
 * @param options of the kind
 * @param absolute tolerance
 * @param relative tolerance
 * @param weights by {@code <component>.<parameter>}
 * @param inputs by name
 * @param expected by name
 */
record ParityCase(
    Path folder,
    String run,
    RunConfig config,
    Map<String, Object> options,
    double absolute,
    double relative,
    Map<String, NDArray> weights,
    Map<String, NDArray> inputs,
    Map<String, NDArray> expected) {

  static ParityCase read(Path folder, Catalog catalog, NDManager manager) {
    Path file = folder.resolve("case.yaml");
    Node.Mapping root = YamlReader.file(file);
    Node config = root.values().get("config");
    if (config == null) {
      config = new Node.Mapping(root.place(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }
    if (!(config instanceof Node.Mapping mapping)) {
      throw wrong(config.place(), "config", "This is " + config.kind() + "; a mapping is needed.");
    }
    LinkedHashMap<String, Node> sections = new LinkedHashMap<>(mapping.values());
    Optional<Node> encoder = Optional.ofNullable(sections.remove("encoder"));
    // A case of one encoder is an alignment of which only the encoder is looked at.
    encoder.ifPresent(node -> sections.put("alignment", alignmentOf(node)));
    metric(root.values().get("options")).ifPresent(node -> sections.put("evaluate", node));
    Map<String, Object> tolerance = plain(root.values().get("tolerance"));
    return new ParityCase(
        folder,
        String.valueOf(plainValue(root.values().get("run"))),
        new RunConfigReader(catalog)
            .bind(new Node.Mapping(mapping.place(), sections, mapping.keys()), false),
        plain(root.values().get("options")),
        number(tolerance, "absolute", 1e-5),
        number(tolerance, "relative", 1e-4),
        arrays(folder.resolve("weights.safetensors"), manager, true),
        arrays(folder.resolve("inputs.safetensors"), manager, false),
        arrays(folder.resolve("expected.safetensors"), manager, false));
  }

  private static Node alignmentOf(Node encoder) {
    LinkedHashMap<String, Node> keys = new LinkedHashMap<>(Map.of("encoder", encoder));
    Node item = new Node.Mapping(encoder.place(), keys, Map.of("encoder", encoder.place()));
    return new Node.Sequence(encoder.place(), List.of(item));
  }

  /** A case of a metric is an evaluation with that one: its name and settings are the options. */
  private static Optional<Node> metric(Node options) {
    if (!(options instanceof Node.Mapping mapping) || !mapping.values().containsKey("metric")) {
      return Optional.empty();
    }
    LinkedHashMap<String, Node> keys = new LinkedHashMap<>(mapping.values());
    LinkedHashMap<String, Place> places = new LinkedHashMap<>(mapping.keys());
    keys.put("type", keys.remove("metric"));
    places.put("type", places.remove("metric"));
    Place place = mapping.place();
    Node list = new Node.Sequence(place, List.of(new Node.Mapping(place, keys, places)));
    return Optional.of(
        new Node.Mapping(
            place, new LinkedHashMap<>(Map.of("metrics", list)), Map.of("metrics", place)));
  }

  private static Map<String, NDArray> arrays(Path file, NDManager manager, boolean optional) {
    return optional && !Files.exists(file) ? Map.of() : Safetensors.read(file, manager);
  }

  private static Map<String, Object> plain(Node node) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (node instanceof Node.Mapping mapping) {
      mapping.values().forEach((key, value) -> values.put(key, plainValue(value)));
    }
    return values;
  }

  private static Object plainValue(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.value();
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.values().stream().map(ParityCase::plainValue).toList();
    }
    return node == null ? null : plain(node);
  }

  private static double number(Map<String, Object> values, String key, double fallback) {
    return values.get(key) instanceof Number number ? number.doubleValue() : fallback;
  }

  private static ConfigException wrong(Place place, String path, String message) {
    return new ConfigException(List.of(new Problem(place, path, message)));
  }

  NDArray input(String name) {
    NDArray array = inputs.get(name);
    if (array == null) {
      throw new IrepaException("The case " + folder + " has no input " + name + ".");
    }
    return array;
  }

  int option(String name) {
    if (options.get(name) instanceof Number number) {
      return number.intValue();
    }
    throw new IrepaException(
        "The case " + folder + " needs the option " + name + ", a whole number.");
  }
}
