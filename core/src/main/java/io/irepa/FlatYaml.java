package io.irepa;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A configuration as one value for each path, such as {@code alignment.0.projector.type}: as {@code
 * -s} names them.
 *
 * @since 0.1
 */
public final class FlatYaml {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private FlatYaml() {}

  /**
   * Flattens YAML.
   *
   * @param text a mapping
   * @return values as text by path, in the order of the text; a list of plain values is one value
   * @throws IrepaException if the text is no YAML
   */
  public static Map<String, String> of(String text) {
    Map<String, String> flat = new LinkedHashMap<>();
    try {
      add("", YAML.readTree(text), flat);
    } catch (JacksonException e) {
      throw new IrepaException("The configuration is no YAML: " + e.getOriginalMessage() + ".", e);
    }
    return flat;
  }

  private static void add(String path, JsonNode node, Map<String, String> flat) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties().forEach(child -> add(below(path, child.getKey()), child.getValue(), flat));
    } else if (node.isArray() && containers(node)) {
      for (int i = 0; i < node.size(); i++) {
        add(below(path, "" + i), node.get(i), flat);
      }
    } else if (!node.isMissingNode()) {
      flat.put(path, node.isValueNode() ? node.asText() : node.toString());
    }
  }

  private static boolean containers(JsonNode list) {
    for (JsonNode element : list) {
      if (element.isContainerNode()) {
        return true;
      }
    }
    return false;
  }

  private static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
