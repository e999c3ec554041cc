package io.irepa.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An open safetensors file, whose arrays are read one at a time.
 *
 * @since 0.1
 */
public final class SafetensorsFile implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_HEADER = 100_000_000;

  private final StoredFile file;
  private final Map<String, StoredArray> arrays;

  private SafetensorsFile(StoredFile file, Map<String, StoredArray> arrays) {
    this.file = file;
    this.arrays = arrays;
  }

  /**
   * Reads a file's header.
   *
   * @param path of the file
   * @return to be closed, once no array of it is read any more
   * @throws IrepaException if the file is missing, damaged, or holds a format that is not supported
   */
  public static SafetensorsFile open(Path path) {
    StoredFile file = StoredFile.open(path);
    boolean whole = false;
    try {
      SafetensorsFile opened = new SafetensorsFile(file, header(file));
      whole = true;
      return opened;
    } finally {
      if (!whole) {
        file.close();
      }
    }
  }

  /** {@return the arrays by name, in the file's order} */
  public Map<String, StoredArray> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  private static Map<String, StoredArray> header(StoredFile file) {
    long size = file.size() < 8 ? -1 : file.bytes(0, 8).getLong(0);
    if (size < 2 || size > Math.min(MAX_HEADER, file.size() - 8)) {
      throw damaged(file, "its header says it is " + size + " bytes long");
    }
    byte[] header = new byte[(int) size];
    file.bytes(8, header.length).get(header);
    JsonNode entries;
    try {
      entries = JSON.readTree(header);
    } catch (JsonProcessingException e) {
      throw new IrepaException(damaged(file, "its header is not JSON").getMessage(), e);
    } catch (IOException e) {
      throw new IrepaException(damaged(file, "its header cannot be read").getMessage(), e);
    }
    if (!entries.isObject()) {
      throw damaged(file, "its header is no JSON object");
    }
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : entries.properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        arrays.put(entry.getKey(), array(file, 8 + size, entry.getKey(), entry.getValue()));
      }
    }
    // Small files that stand for large networks are not written by anybody who means well.
    long all = arrays.values().stream().mapToLong(StoredArray::byteCount).sum();
    if (all > file.size() - 8 - size) {
      throw damaged(file, "its arrays have more bytes than the file: they repeat some");
    }
    return arrays;
  }

  private static StoredArray array(StoredFile file, long start, String name, JsonNode entry) {
    String format = entry.path("dtype").asText("(none)");
    StoredFormat known =
        StoredFormat.named(format)
            .orElseThrow(
                () ->
                    new IrepaException(
                        "%s: the array %s has the format %s; %s can be read here."
                            .formatted(file.path(), name, format, formats())));
    long[] dimensions = new long[entry.path("shape").size()];
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = entry.path("shape").get(i).asLong(-1);
    }
    long from = entry.path("data_offsets").path(0).asLong(-1);
    long to = entry.path("data_offsets").path(1).asLong(-1);
    if (from < 0 || to < from || to > file.size() - start) {
      throw damaged(file, "the bytes of the array " + name + " do not fit its shape or the file");
    }
    return StoredArray.packed(
        file, name, known, dimensions, new StoredArray.Extent(start + from, to - from));
  }

  private static String formats() {
    return Arrays.stream(StoredFormat.values())
        .map(StoredFormat::name)
        .collect(Collectors.joining(", "));
  }

  private static IrepaException damaged(StoredFile file, String why) {
    return new IrepaException(
        "%s is not a safetensors file, or is damaged: %s.".formatted(file.path(), why));
  }

  @Override
  public void close() {
    file.close();
  }
}
