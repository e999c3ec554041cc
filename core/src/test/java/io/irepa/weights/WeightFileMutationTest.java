package io.irepa.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.sun.management.ThreadMXBean;
import io.irepa.IrepaException;
import io.irepa.Mutation;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.Scope;
import io.irepa.tensor.StoredArray;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happened to a file or to one of several, it is read, or an error says what is wrong. */
@Timeout(60)
final class WeightFileMutationTest {
  private static final int MUTATIONS = 2_000;

  /** What Java may take for a file of a few hundred bytes; its own buffers are the most of it. */
  private static final long MOST_BYTES = 8 << 20;

  @TempDir private Path folder;

  private NDManager manager;

  @BeforeEach
  void open() throws IOException {
    manager = NDManager.newBaseManager("PyTorch");
    try (Scope scope = Scope.open()) {
      NDArray weight = manager.arange(12f).reshape(3, 4);
      NDArray bias = manager.create(new double[] {1, 2, 3});
      NDArray scalar = manager.create(7f);
      Safetensors.write(
          folder.resolve("single.safetensors"),
          Map.of("a.weight", weight, "a.bias", bias, "scale", scalar),
          Map.of("format", "pt"));
      Safetensors.write(folder.resolve("1.safetensors"), Map.of("a.weight", weight), Map.of());
      Safetensors.write(
          folder.resolve("2.safetensors"),
          Map.of("a.bias", bias, "b", manager.zeros(new Shape(0))),
          Map.of());
    }
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        """
        {"metadata": {"total_size": 72}, "weight_map":
         {"a.weight": "1.safetensors", "a.bias": "2.safetensors", "b": "2.safetensors"}}
        """);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void damagedSafetensorsAreReadOrReported() throws IOException {
    Path file = folder.resolve("single.safetensors");
    assertThat(refused(file, file)).as("mutations that were noticed").isGreaterThan(MUTATIONS / 4);
  }

  @Test
  void damagedIndicesAreReadOrReported() throws IOException {
    Path index = folder.resolve("model.safetensors.index.json");
    assertThat(refused(index, index))
        .as("mutations that were noticed")
        .isGreaterThan(MUTATIONS / 4);
  }

  @Test
  void damagedShardsAreReadOrReported() throws IOException {
    Path index = folder.resolve("model.safetensors.index.json");
    assertThat(refused(folder.resolve("2.safetensors"), index))
        .as("mutations that were noticed")
        .isGreaterThan(MUTATIONS / 4);
  }

  /** How many mutations of one file were noticed on opening another, which may be the same. */
  private int refused(Path damaged, Path opened) throws IOException {
    byte[] whole = Files.readAllBytes(damaged);
    Random random = new Random(11);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      Files.write(damaged, Mutation.of(whole, random));
      long before = thread.getCurrentThreadAllocatedBytes();
      refused += read(opened) ? 0 : 1;
      assertThat(thread.getCurrentThreadAllocatedBytes() - before)
          .as("bytes that Java took for mutation %d", i)
          .isLessThan(MOST_BYTES);
    }
    return refused;
  }

  /** Whether all could be read. */
  private boolean read(Path path) {
    try (WeightFile file = WeightFile.open(path);
        Scope scope = Scope.open()) {
      for (StoredArray array : file.arrays().values()) {
        array.read(manager);
      }
      return true;
    } catch (IrepaException e) {
      assertThat(e).as("what is said").hasMessageContaining(folder.toString());
      return false;
    }
  }
}
