package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes safetensors files, one array at a time: neither the file nor an array is ever
 * copied to the heap. float32, float64 and int64 arrays are supported.
 *
 * @since 0.1
 */
public final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, DataType> TYPES =
      Map.of("F32", DataType.FLOAT32, "F64", DataType.FLOAT64, "I64", DataType.INT64);
  private static final int MAX_HEADER = 100_000_000;

  private Safetensors() {}

  /**
   * Reads every array of a file.
   *
   * @param file to read
   * @param manager of the device the arrays are wanted on
   * @return by name, in the file's order, owned by {@code manager}
   * @throws IrepaException if the file is missing, damaged, or holds a format that is not supported
   */
  public static Map<String, NDArray> read(Path file, NDManager manager) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer length = readFully(channel, 0, 8, file);
      long headerSize = size < 8 ? -1 : length.getLong(0);
      if (headerSize < 2 || headerSize > Math.min(MAX_HEADER, size - 8)) {
        throw damaged(file, "its header says it is " + headerSize + " bytes long");
      }
      byte[] header = new byte[(int) headerSize];
      readFully(channel, 8, header.length, file).get(header);
      JsonNode entries = JSON.readTree(header);
      if (!entries.isObject()) {
        throw damaged(file, "its header is no JSON object");
      }
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : entries.properties()) {
        if (!entry.getKey().equals("__metadata__")) {
          arrays.put(
              entry.getKey(),
              readArray(channel, 8 + headerSize, entry.getKey(), entry.getValue(), file, manager));
        }
      }
      return arrays;
    } catch (JsonProcessingException e) {
      throw new IrepaException(damaged(file, "its header is not JSON").getMessage(), e);
    } catch (IOException e) {
      throw new IrepaException("Cannot read " + file + ": " + IoReason.of(e) + ".", e);
    }
  }

  private static NDArray readArray(
      FileChannel channel, long start, String name, JsonNode entry, Path file, NDManager manager)
      throws IOException {
    DataType type = TYPES.get(entry.path("dtype").asText());
    if (type == null) {
      throw new IrepaException(
          "%s: the array %s has the format %s; F32, F64 and I64 can be read here."
              .formatted(file, name, entry.path("dtype").asText("(none)")));
    }
    long[] dimensions = new long[entry.path("shape").size()];
    long count = 1;
    for (int i = 0; i < dimensions.length; i++) {
      dimensions[i] = entry.path("shape").get(i).asLong(-1);
      if (dimensions[i] < 0) {
        throw damaged(file, "the array " + name + " has a negative dimension");
      }
      if (dimensions[i] > 0 && count > channel.size() / dimensions[i]) {
        throw damaged(file, "the array " + name + " is larger than the file");
      }
      count *= dimensions[i];
    }
    long from = entry.path("data_offsets").path(0).asLong(-1);
    long to = entry.path("data_offsets").path(1).asLong(-1);
    if (from < 0 || to > channel.size() - start || to - from != count * type.getNumOfBytes()) {
      throw damaged(file, "the bytes of the array " + name + " do not fit its shape or the file");
    }
    ByteBuffer bytes = readFully(channel, start + from, (int) (to - from), file);
    try (NDArray borrowed = manager.create(bytes, new Shape(dimensions), type)) {
      // The first array lies in the buffer; the copy lies in memory that libtorch manages.
      return borrowed.duplicate();
    }
  }

  private static ByteBuffer readFully(FileChannel channel, long position, int count, Path file)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, position + bytes.position());
      if (read < 0) {
        throw damaged(file, "it ends early, at byte " + channel.size());
      }
    }
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static IrepaException damaged(Path file, String why) {
    return new IrepaException(
        "%s is not a safetensors file, or is damaged: %s.".formatted(file, why));
  }

  /**
   * Writes arrays to a file, replacing it. The caller sees to atomicity and to syncing.
   *
   * @param file to write
   * @param arrays by name; float32, float64 or int64; not closed
   * @param metadata free text by key
   * @throws IOException if the disk is full, say; the file is then incomplete
   */
  public static void write(Path file, Map<String, NDArray> arrays, Map<String, String> metadata)
      throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = header.putObject("__metadata__");
      metadata.forEach(texts::put);
    }
    long offset = 0;
    for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
      NDArray array = entry.getValue();
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", code(entry.getKey(), array.getDataType()));
      ArrayNode shape = node.putArray("shape");
      for (long dimension : array.getShape().getShape()) {
        shape.add(dimension);
      }
      long bytes = array.size() * array.getDataType().getNumOfBytes();
      node.putArray("data_offsets").add(offset).add(offset + bytes);
      offset += bytes;
    }
    String text = JSON.writeValueAsString(header);
    byte[] json = (text + " ".repeat((8 - text.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      writeFully(channel, length.putLong(json.length).flip());
      writeFully(channel, ByteBuffer.wrap(json));
      for (NDArray array : arrays.values()) {
        writeFully(channel, array.toByteBuffer());
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static String code(String name, DataType type) {
    return TYPES.entrySet().stream()
        .filter(entry -> entry.getValue() == type)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("Array " + name + " has the format " + type + "."));
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
