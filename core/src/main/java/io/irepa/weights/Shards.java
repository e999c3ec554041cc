package io.irepa.weights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import io.irepa.tensor.SafetensorsFile;
import io.irepa.tensor.StoredArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The safetensors files that an index lists. */
final class Shards implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MOST_INDEX = 100_000_000;

  private final Path index;
  private final Map<Path, SafetensorsFile> shards = new LinkedHashMap<>();
  private final Map<String, StoredArray> arrays = new LinkedHashMap<>();

  private Shards(Path index) {
    this.index = index;
  }

  static Shards open(Path index) {
    Shards shards = new Shards(index);
    boolean whole = false;
    try {
      shards.read();
      whole = true;
      return shards;
    } finally {
      if (!whole) {
        shards.close();
      }
    }
  }

  private void read() {
    for (Map.Entry<String, JsonNode> entry : map().properties()) {
      StoredArray array = shard(entry.getValue().asText("")).arrays().get(entry.getKey());
      if (array == null) {
        throw damaged(
            "it says that %s lies in %s, which has no such array"
                .formatted(entry.getKey(), entry.getValue().asText()));
      }
      arrays.put(entry.getKey(), array);
    }
  }

  /** The shards' names, each once. */
  static Set<String> names(Path index) {
    Shards shards = new Shards(index);
    Set<String> names = new LinkedHashSet<>();
    shards.map().forEach(name -> names.add(shards.checked(name.asText(""))));
    return names;
  }

  private JsonNode map() {
    JsonNode map = json().path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw damaged("it has no weight_map, which says the file of each array");
    }
    return map;
  }

  private JsonNode json() {
    try {
      if (Files.size(index) > MOST_INDEX) {
        throw damaged("it has more than " + MOST_INDEX + " bytes");
      }
      return JSON.readTree(Files.readAllBytes(index));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IrepaException(damaged("it is not JSON").getMessage(), e);
    } catch (IOException e) {
      throw new IrepaException("Cannot read " + index + ": " + IoReason.of(e) + ".", e);
    }
  }

  private SafetensorsFile shard(String name) {
    return shards.computeIfAbsent(index.resolveSibling(checked(name)), SafetensorsFile::open);
  }

  /** A file beside the index: its name must not lead elsewhere. */
  private String checked(String name) {
    if (!WeightFile.isPlainName(name)) {
      throw damaged("'" + name + "' is no name of a file beside it");
    }
    return name;
  }

  List<Path> files() {
    return List.copyOf(shards.keySet());
  }

  Map<String, StoredArray> arrays() {
    return arrays;
  }

  private IrepaException damaged(String why) {
    return new IrepaException("%s is no index of shards, or is damaged: %s.".formatted(index, why));
  }

  @Override
  public void close() {
    shards.values().forEach(SafetensorsFile::close);
  }
}
