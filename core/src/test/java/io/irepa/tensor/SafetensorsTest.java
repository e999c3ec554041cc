package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = folder.resolve("a.safetensors");
    try (NDManager manager = Native.manager()) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      arrays.put("z.weight", manager.arange(6f).reshape(2, 3));
      arrays.put("a.größe", manager.create(new double[] {Math.PI, -0.0, Double.MIN_VALUE}));
      arrays.put("labels", manager.create(new long[] {Long.MAX_VALUE, -1}));
      arrays.put("scalar", manager.create(2.5f));
      arrays.put("transposed", manager.arange(6f).reshape(2, 3).transpose());
      Safetensors.write(file, arrays, Map.of("step", "7"));

      Map<String, NDArray> read = Safetensors.read(file, manager);

      assertThat(read.keySet()).as("names, in order").containsExactlyElementsOf(arrays.keySet());
      arrays.forEach(
          (name, array) -> {
            assertThat(read.get(name).getShape()).as(name).isEqualTo(array.getShape());
            assertThat(read.get(name).getDataType()).as(name).isEqualTo(array.getDataType());
            assertThat(read.get(name).contentEquals(array)).as("content of " + name).isTrue();
          });
    }
  }

  @Test
  void readsAnEmptyArray() throws IOException {
    Path file = folder.resolve("empty.safetensors");
    try (NDManager manager = Native.manager()) {
      Safetensors.write(
          file, Map.of("none", manager.zeros(new Shape(0, 3), DataType.FLOAT32)), Map.of());
      assertThat(Safetensors.read(file, manager).get("none").getShape())
          .as("shape")
          .isEqualTo(new Shape(0, 3));
    }
  }

  private Path written() throws IOException {
    Path file = folder.resolve("whole.safetensors");
    try (NDManager manager = Native.manager()) {
      Safetensors.write(file, Map.of("x", manager.arange(100f)), Map.of());
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 8, 20, 200})
  void reportsATruncatedFile(int bytes) throws IOException {
    byte[] whole = Files.readAllBytes(written());
    assertDamaged(Arrays.copyOf(whole, bytes));
  }

  @Test
  void reportsAHugeHeader() throws IOException {
    assertDamaged(file(Long.MAX_VALUE, "{}"));
    assertDamaged(file(-1, "{}"));
    assertDamaged(file(90_000_000, "{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json at all",
        "{\"x\": ",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1000],\"data_offsets\":[0,4000]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}",
        "{\"x\":{\"dtype\":\"F32\"}}",
        "{\"x\":5}"
      })
  void reportsABadHeader(String header) throws IOException {
    assertDamaged(file(header.getBytes(StandardCharsets.UTF_8).length, header));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1,2]",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,4],\"data_offsets\":[0,4]}}",
        "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[9223372036854775803,9223372036854775807]}}"
      })
  void reportsAHeaderThatOverflowsOrIsNoObject(String header) throws IOException {
    assertDamaged(file(header.getBytes(StandardCharsets.UTF_8).length, header));
  }

  @Test
  void namesAFormatItCannotRead() throws IOException {
    Path file = folder.resolve("half.safetensors");
    String header = "{\"x\":{\"dtype\":\"F4\",\"shape\":[1],\"data_offsets\":[0,2]}}";
    Files.write(file, file(header.length(), header));
    try (NDManager manager = Native.manager()) {
      assertThatThrownBy(() -> Safetensors.read(file, manager))
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("F4;")
          .hasMessageContaining("half.safetensors");
    }
  }

  @Test
  void convertsHalvesToFloats() throws IOException {
    Path file = folder.resolve("half.safetensors");
    String header =
        "{\"h\":{\"dtype\":\"F16\",\"shape\":[6],\"data_offsets\":[0,12]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[12,16]},"
            + "\"t\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[16,19]}}";
    ByteBuffer content =
        ByteBuffer.allocate(8 + header.length() + 19)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length())
            .put(header.getBytes(StandardCharsets.US_ASCII));
    for (int half : new int[] {0x3c00, 0xc000, 0x0001, 0x7bff, 0xfc00, 0x3555, 0x3fc0, 0xbf80}) {
      content.putShort((short) half);
    }
    Files.write(file, content.put(new byte[] {0, 1, 7}).array());
    try (NDManager manager = Native.manager()) {
      Map<String, NDArray> read = Safetensors.read(file, manager);
      assertThat(read.get("h").toFloatArray())
          .as("float16: 1, -2, the smallest, the largest, -infinity, a third")
          .containsExactly(1, -2, 0x1p-24f, 65504, Float.NEGATIVE_INFINITY, 0.33325195f);
      assertThat(read.get("b").toFloatArray()).as("bfloat16").containsExactly(1.5f, -1);
      assertThat(read.get("t").toBooleanArray()).as("bool").containsExactly(false, true, true);
    }
  }

  @Test
  void reportsAMissingFile() {
    try (NDManager manager = Native.manager()) {
      assertThatThrownBy(() -> Safetensors.read(folder.resolve("none.safetensors"), manager))
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("none.safetensors");
    }
  }

  /** A file that says its header is so long, with four bytes of data. */
  private static byte[] file(long length, String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(12 + text.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(text)
        .array();
  }

  private void assertDamaged(byte[] content) throws IOException {
    Path file = folder.resolve("bad.safetensors");
    Files.write(file, content);
    try (NDManager manager = Native.manager()) {
      assertThatThrownBy(() -> Safetensors.read(file, manager))
          .as("reading " + content.length + " bytes")
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("bad.safetensors");
    }
  }
}
