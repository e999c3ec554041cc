package io.irepa.plugin.datasets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code datasets} writes of columns: into a schema's metadata, or beside the files. */
final class Features {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Features() {}

  /**
   * Names of a column's classes.
   *
   * @param metadata of a schema
   * @return empty if they are not told
   */
  static Optional<List<String>> classNames(Map<String, String> metadata, String column) {
    String text = metadata.get("huggingface");
    if (text == null) {
      return Optional.empty();
    }
    try {
      return classNames(JSON.readTree(text).path("info"), column);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // The rows are readable without it.
    }
  }

  /**
   * Names of a column's classes.
   *
   * @param info of a data set, as in {@code dataset_info.json}
   */
  static Optional<List<String>> classNames(JsonNode info, String column) {
    JsonNode names = info.path("features").path(column).path("names");
    if (!names.isArray() || names.isEmpty()) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>();
    names.forEach(name -> all.add(name.asText()));
    return Optional.of(all);
  }
}
