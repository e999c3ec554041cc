package io.irepa.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.ArrayBytes;
import io.irepa.tensor.Safetensors;
import io.irepa.torchfile.TorchWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WeightFileTest {
  @TempDir private Path folder;

  private static void write(Path file, String name, int size) throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Safetensors.write(file, Map.of(name, manager.ones(new Shape(size))), Map.of());
    }
  }

  private Path index(String json) throws IOException {
    return Files.writeString(folder.resolve("model.safetensors.index.json"), json);
  }

  /** A safetensors file of that header and that many bytes after it. */
  private Path header(String json, int bytes) throws IOException {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocate(8 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(text.length).put(text);
    return Files.write(folder.resolve("made.safetensors"), buffer.array());
  }

  @Test
  void aFolderIsOpenedByItsIndex() throws IOException {
    write(folder.resolve("model-1.safetensors"), "a", 2);
    write(folder.resolve("model-2.safetensors"), "b", 3);
    index("{\"weight_map\": {\"a\": \"model-1.safetensors\", \"b\": \"model-2.safetensors\"}}");
    try (WeightFile file = WeightFile.open(folder)) {
      assertThat(file.arrays().keySet()).as("arrays").containsExactly("a", "b");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside.safetensors",
        "/etc/hostname",
        "inner/../../outside.safetensors",
        "..",
        ".",
        "",
        "..\\\\outside.safetensors",
        "C:outside.safetensors",
        "model.safetensors\\u0000.txt",
        "~/outside.safetensors"
      })
  void shardsLieBesideTheirIndex(String name) throws IOException {
    Path inner = Files.createDirectory(folder.resolve("model"));
    write(folder.resolve("outside.safetensors"), "a", 2);
    Path index =
        Files.writeString(
            inner.resolve("model.safetensors.index.json"),
            "{\"weight_map\": {\"a\": \"%s\"}}".formatted(name));
    assertThatThrownBy(() -> WeightFile.open(index))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining(index.toString())
        .hasMessageContaining("no name of a file beside it");
  }

  @Test
  void aMissingShardIsNamed() throws IOException {
    Path index = index("{\"weight_map\": {\"a\": \"model-7.safetensors\"}}");
    assertThatThrownBy(() -> WeightFile.open(index))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("model-7.safetensors");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [4611686018427387904, 4], \"data_offsets\": [0, 16]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1000000, 1000000], \"data_offsets\": [0, 16]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [-4], \"data_offsets\": [0, 16]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [16, 32]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [-16, 0]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [8, 9223372036854775807]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [3], \"data_offsets\": [0, 16]}}",
        "{\"a\": {\"dtype\": \"X99\", \"shape\": [4], \"data_offsets\": [0, 16]}}",
        "{\"a\": 7}",
        "[]"
      })
  void shapesAndPlacesThatDoNotFitAreRefused(String header) throws IOException {
    Path file = header(header, 16);
    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void arraysOfASafetensorsFileDoNotRepeatItsBytes() throws IOException {
    Path file =
        header(
            """
            {"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]},
             "b": {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}}
            """,
            16);
    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("more bytes than the file");
  }

  @Test
  void aFileOfTorchSaveIsNotUnpacked() throws IOException {
    Path file = folder.resolve("bomb.pt");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
    }
    assertThatThrownBy(() -> WeightFile.open(file))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("bomb.pt");
  }

  @Test
  void nestedMapsAreJoinedByDots() throws IOException {
    Path file = folder.resolve("nested.pth");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      TorchWriter.write(
          file,
          Map.of(
              "state_dict",
              Map.of("module.head", ArrayBytes.of(manager.ones(new Shape(2)))),
              "epoch",
              7L));
    }
    try (WeightFile opened = WeightFile.open(file)) {
      assertThat(opened.arrays().keySet()).as("arrays").containsExactly("state_dict.module.head");
    }
  }

  @Test
  void aFolderWithoutWeightsSaysWhatIsLookedFor() {
    assertThatThrownBy(() -> WeightFile.open(folder))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("neither model.safetensors nor model.safetensors.index.json");
  }
}
