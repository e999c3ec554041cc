package io.irepa.plugin.encoders.vit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.ArrayBytes;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.torchfile.TorchWriter;
import io.irepa.weights.Pretrained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are not the network's. */
final class VitWeightsTest {
  @TempDir private Path folder;

  private NDManager manager;
  private TinyVit.Keys keys;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    keys = TinyVit.Keys.of(Dino.FAMILY, folder.resolve("weights.safetensors"));
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private void write(Consumer<Map<String, NDArray>> change) {
    try (Scope scope = Scope.open()) {
      Map<String, NDArray> arrays = TinyVit.arrays(keys, NameSchemes.TRANSFORMERS, manager);
      change.accept(arrays);
      TinyVit.write(keys.weights().orElseThrow(), arrays);
    }
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> TinyVit.open(keys, manager, Precision.FLOAT32))
        .isInstanceOf(IrepaException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void saysWhatIsMissingLeftOverAndOfAnotherShape() {
    write(
        arrays -> {
          arrays.remove("encoder.layer.1.attention.attention.key.weight");
          arrays.put("encoder.layer.2.output.dense.bias", manager.zeros(new Shape(16)));
          arrays.put("something.else", manager.zeros(new Shape(2)));
          arrays.put("layernorm.bias", manager.zeros(new Shape(17)));
        });
    assertRefused(
        keys.weights().orElseThrow().toString(),
        "dino with patch 4, hidden 16, depth 2",
        "Missing in the file (1): encoder.layer.1.attention.attention.key.weight [16, 16]",
        "Left over in the file (2): encoder.layer.2.output.dense.bias [16], something.else [2]",
        "Of another shape (1): layernorm.bias [17], needed [16]",
        "It looks like a vision transformer with patch 4, hidden 16, depth 3");
  }

  @Test
  void saysThatAFileIsNoVisionTransformer() {
    TinyVit.write(
        keys.weights().orElseThrow(), Map.of("features.0.weight", manager.zeros(new Shape(2))));
    assertRefused(
        "The file has 1 arrays: features.0.weight [2]", "not those of a vision transformer");
  }

  @Test
  void refusesPositionsThatAreNoSquare() {
    write(
        arrays ->
            arrays.put("embeddings.position_embeddings", manager.zeros(new Shape(1, 15, 16))));
    assertRefused("15 positions");
  }

  @Test
  void refusesARunWithoutWeights() {
    assertThatThrownBy(
            () ->
                new Dino(
                    new Dino.Config(
                        Optional.of("dino-vit-s"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        Optional.empty()),
                    Pretrained.files(),
                    manager,
                    Precision.FLOAT32))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("weights");
  }

  @Test
  void aFailedReadKeepsNoArray() {
    write(arrays -> arrays.remove("layernorm.bias"));
    int before = manager.getManagedArrays().size();
    assertRefused("layernorm.bias");
    assertThat(manager.getManagedArrays().size()).as("arrays alive").isEqualTo(before);
  }

  private Path torchFile() throws IOException {
    Path file = folder.resolve("weights.pth");
    try (Scope scope = Scope.open()) {
      Map<String, Object> tree = new LinkedHashMap<>();
      TinyVit.arrays(keys, NameSchemes.TIMM, manager)
          .forEach((name, array) -> tree.put(name, ArrayBytes.of(array)));
      TorchWriter.write(file, tree);
    }
    return file;
  }

  @Test
  void damagedSafetensorsEndInAMessage() throws IOException {
    write(arrays -> {});
    assertThat(refused(keys.weights().orElseThrow(), 4000)).as("files refused").isGreaterThan(130);
  }

  @Test
  void damagedFilesOfTorchSaveEndInAMessage() throws IOException {
    assertThat(refused(torchFile(), 20_000)).as("files refused").isGreaterThan(30);
  }

  /**
   * Bits and lengths changed at random: an encoder, or an error for people.
   *
   * @param structure bytes at the beginning and at the end in which changes fall
   */
  private int refused(Path file, int structure) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    TinyVit.Keys damaged = TinyVit.Keys.of(keys.family(), file);
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 200; i++) {
      byte[] bytes =
          random.nextInt(4) == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length))
              : whole.clone();
      for (int change = 0; change < 3 && bytes.length > 0; change++) {
        int at = random.nextInt(Math.min(bytes.length, structure));
        bytes[random.nextBoolean() ? at : bytes.length - 1 - at] = (byte) random.nextInt(256);
      }
      Files.write(file, bytes);
      try (Scope scope = Scope.open()) {
        TinyVit.open(damaged, manager, Precision.FLOAT32);
      } catch (IrepaException e) {
        assertThat(e).as("what is said").hasMessageContaining(file.toString());
        refused++;
      }
    }
    return refused;
  }
}
