package io.irepa.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How a printed configuration differs from another, key by key. */
public final class ConfigDiff {
  private static final YAMLMapper YAML = new YAMLMapper();

  private ConfigDiff() {}

  /**
   * One key with two values.
   *
   * @param key such as {@code optimizer.learning-rate} or {@code alignment.0.weight}
   * @param before absent if the key is new
   * @param after absent if the key is gone
   */
  public record Difference(String key, Optional<String> before, Optional<String> after) {
    @Override
    public String toString() {
      return "  %s: %s -> %s".formatted(key, before.orElse("(absent)"), after.orElse("(absent)"));
    }
  }

  /**
   * The keys in which a configuration differs from a printed one.
   *
   * @param before as {@link ConfigPrinter} printed it
   * @throws ConfigException if {@code before} is not YAML
   */
  public static List<Difference> between(String before, RunConfig after) {
    Map<String, String> old = flat(before);
    Map<String, String> now = flat(ConfigPrinter.print(after));
    Set<String> keys = new LinkedHashSet<>(now.keySet());
    keys.addAll(old.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String key : keys) {
      Optional<String> was = Optional.ofNullable(old.get(key));
      Optional<String> is = Optional.ofNullable(now.get(key));
      if (!was.equals(is)) {
        differences.add(new Difference(key, was, is));
      }
    }
    return differences;
  }

  /** Those of them that change what is trained: all but keys that may change. */
  public static List<Difference> binding(List<Difference> differences, RunConfig config) {
    Set<String> free = new HashSet<>();
    collect(config, "", free);
    return differences.stream()
        .filter(
            one ->
                free.stream()
                    .noneMatch(key -> one.key().equals(key) || one.key().startsWith(key + ".")))
        .toList();
  }

  private static void collect(Object value, String path, Set<String> free) {
    if (value instanceof Chosen<?> chosen) {
      chosen.settings().ifPresent(settings -> collect(settings, path, free));
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> collect(present, path, free));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        collect(list.get(i), path + "." + i, free);
      }
    } else if (value instanceof Record record) {
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        String name = Names.kebab(component.getName());
        String key = path.isEmpty() ? name : path + "." + name;
        if (Records.mayChange(component)) {
          free.add(key);
        } else {
          collect(Records.get(record, component), key, free);
        }
      }
    }
  }

  private static Map<String, String> flat(String yaml) {
    Map<String, String> flat = new LinkedHashMap<>();
    try {
      flatten(YAML.readTree(yaml), "", flat);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("A printed configuration is not YAML.", e);
    }
    return flat;
  }

  private static void flatten(JsonNode node, String path, Map<String, String> flat) {
    boolean plainList = node.isArray() && node.valueStream().allMatch(JsonNode::isValueNode);
    if (plainList) {
      flat.put(
          path,
          node.valueStream().map(JsonNode::asText).collect(Collectors.joining(", ", "[", "]")));
    } else if (node.isContainerNode()) {
      for (int i = 0; node.isArray() && i < node.size(); i++) {
        flatten(node.get(i), path + "." + i, flat);
      }
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        flatten(
            entry.getValue(), path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), flat);
      }
    } else {
      flat.put(path, node.asText());
    }
  }
}
