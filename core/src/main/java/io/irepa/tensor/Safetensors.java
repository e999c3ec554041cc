package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * copied to the heap, and an array may be of any size.
 *
 * @since 0.1
 */
public final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Safetensors() {}

  /**
   * Reads every array of a file.
   *
   * @param file to read
   * @param manager of the device the arrays are wanted on
   * @return by name, in the file's order, owned by {@code manager}; F16 and BF16 as float32
   * @throws IrepaException if the file is missing, damaged, or holds a format that is not supported
   */
  public static Map<String, NDArray> read(Path file, NDManager manager) {
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      opened.arrays().forEach((name, array) -> arrays.put(name, array.read(manager)));
      return arrays;
    }
  }

  /**
   * Writes arrays to a file, replacing it. The caller sees to atomicity and to syncing.
   *
   * @param file to write
   * @param arrays by name, of the types that {@link StoredFormat} reads; not closed
   * @param metadata free text by key
   * @throws IOException if the disk is full, say; the file is then removed
   */
  public static void write(Path file, Map<String, NDArray> arrays, Map<String, String> metadata)
      throws IOException {
    Map<String, ArrayBytes> bytes = new LinkedHashMap<>();
    arrays.forEach((name, array) -> bytes.put(name, ArrayBytes.of(array)));
    writeBytes(file, bytes, metadata);
  }

  /**
   * Writes arrays wherever they lie, likewise.
   *
   * @param file to write; not one that an array lies in
   * @param arrays by name
   * @param metadata free text by key
   * @throws IOException if the disk is full, say; the file is then removed
   */
  public static void writeBytes(
      Path file, Map<String, ? extends ArrayBytes> arrays, Map<String, String> metadata)
      throws IOException {
    byte[] json = header(arrays, metadata);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      writeFully(channel, length.putLong(json.length).flip());
      writeFully(channel, ByteBuffer.wrap(json));
      for (ArrayBytes array : arrays.values()) {
        array.writeTo(channel);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  private static byte[] header(
      Map<String, ? extends ArrayBytes> arrays, Map<String, String> metadata) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = header.putObject("__metadata__");
      metadata.forEach(texts::put);
    }
    long offset = 0;
    for (Map.Entry<String, ? extends ArrayBytes> entry : arrays.entrySet()) {
      ArrayBytes array = entry.getValue();
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", array.format().name());
      ArrayNode shape = node.putArray("shape");
      for (long dimension : array.shape().getShape()) {
        shape.add(dimension);
      }
      node.putArray("data_offsets").add(offset).add(offset + array.byteCount());
      offset += array.byteCount();
    }
    String text = JSON.writeValueAsString(header);
    return (text + " ".repeat((8 - text.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
