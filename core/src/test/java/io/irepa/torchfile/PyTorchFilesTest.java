package io.irepa.torchfile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.tensor.ArrayBytes;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.SafetensorsFile;
import io.irepa.tensor.StoredArray;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch 2.7.1 wrote (files.py among the test's resources), of both its formats. */
final class PyTorchFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/pytorch");

  @TempDir private Path folder;

  private static byte[] expected(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name + ".bin"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"formats.pt", "legacy.pt"})
  void readsEveryTensor(String name) throws IOException {
    int tensors = 0;
    try (NDManager manager = NDManager.newBaseManager("PyTorch");
        TorchFile file = TorchFile.open(FOLDER.resolve(name))) {
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) file.root()).entrySet()) {
        if (entry.getValue() instanceof StoredArray array) {
          NDArray read = array.read(manager);
          assertThat(read.getShape()).as("shape of " + entry.getKey()).isEqualTo(array.shape());
          assertThat(read.toByteArray())
              .as("bytes of " + entry.getKey())
              .isEqualTo(expected(entry.getKey().toString()));
          tensors++;
        }
      }
      StoredArray weight =
          (StoredArray) ((Map<?, ?>) ((Map<?, ?>) file.root()).get("module")).get("weight");
      assertThat(weight.read(manager).toByteArray())
          .as("bytes of a module's weight")
          .isEqualTo(expected("module.weight"));
    }
    assertThat(tensors).as("tensors").isGreaterThan(15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"formats.pt", "legacy.pt"})
  void readsPlainValues(String name) {
    try (TorchFile file = TorchFile.open(FOLDER.resolve(name))) {
      Map<?, ?> root = (Map<?, ?>) file.root();
      Map<String, Object> args = new LinkedHashMap<>();
      args.put("lr", 1e-4);
      args.put("steps", 400_000L);
      args.put("big", BigInteger.TWO.pow(80));
      args.put("name", "größe");
      args.put("flag", true);
      args.put("none", TorchNone.NONE);
      args.put("sizes", List.of(1L, 2L));
      assertThat(root.get("args")).as("a Namespace").isEqualTo(args);
      assertThat(root.get("size")).as("a torch.Size").isEqualTo(List.of(6L, 4L));
      assertThat(root.get("set")).as("a set").isEqualTo(Set.of(1L, 2L));
      assertThat(root.get("dtype")).as("a dtype").isEqualTo("torch.float32");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"formats.pt", "legacy.pt"})
  void copiesEveryTensorBitByBit(String name) throws IOException {
    Path copy = folder.resolve("copy.safetensors");
    try (TorchFile file = TorchFile.open(FOLDER.resolve(name));
        NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Map<String, ArrayBytes> arrays = new LinkedHashMap<>();
      ((Map<?, ?>) file.root())
          .forEach(
              (key, value) -> {
                if (value instanceof StoredArray array) {
                  arrays.put(key.toString(), array);
                }
              });
      Safetensors.writeBytes(copy, arrays, Map.of());
      try (SafetensorsFile copied = SafetensorsFile.open(copy)) {
        for (String key : arrays.keySet()) {
          StoredArray array = copied.arrays().get(key);
          assertThat(array.format()).as("format of " + key).isEqualTo(arrays.get(key).format());
          assertThat(array.read(manager).toByteArray()).as(key).isEqualTo(expected(key));
        }
      }
    }
  }
}
