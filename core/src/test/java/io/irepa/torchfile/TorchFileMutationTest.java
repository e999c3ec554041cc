package io.irepa.torchfile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.irepa.IrepaException;
import io.irepa.Mutation;
import io.irepa.tensor.ArrayBytes;
import io.irepa.tensor.Scope;
import io.irepa.tensor.StoredArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happened to a file, it is read, or an error says what is wrong with it. */
final class TorchFileMutationTest {
  private static final int MUTATIONS = 2_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ours", "formats.pt", "legacy.pt"})
  void damagedFilesAreReadOrReported(String name) throws IOException {
    byte[] whole =
        name.equals("ours")
            ? written()
            : Files.readAllBytes(Path.of("src/test/resources/pytorch", name));
    Random random = new Random(7);
    Path file = folder.resolve("mutated.pt");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      int refused = 0;
      for (int i = 0; i < MUTATIONS; i++) {
        byte[] mutated = Mutation.of(whole, random);
        Files.write(file, mutated);
        int number = i;
        refused +=
            Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () -> read(file, manager) ? 0 : 1,
                () -> "mutation " + number);
      }
      assertThat(refused).as("mutations that were noticed").isGreaterThan(MUTATIONS / 20);
    }
  }

  private byte[] written() throws IOException {
    Path file = folder.resolve("whole.pt");
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      Map<String, Object> tree = new LinkedHashMap<>();
      tree.put("a.weight", ArrayBytes.of(manager.arange(12f).reshape(3, 4)));
      tree.put("a.bias", ArrayBytes.of(manager.create(new double[] {1, 2, 3})));
      tree.put("steps", 7L);
      tree.put("args", Map.of("list", List.of(1.5, true, "text", TorchNone.NONE)));
      TorchWriter.write(file, tree);
    }
    return Files.readAllBytes(file);
  }

  /** Whether all could be read. */
  private static boolean read(Path file, NDManager manager) {
    try (TorchFile opened = TorchFile.open(file);
        Scope scope = Scope.open()) {
      if (opened.root() instanceof Map<?, ?> map) {
        for (Object value : map.values()) {
          if (value instanceof StoredArray array) {
            array.read(manager);
          }
        }
      }
      return true;
    } catch (IrepaException e) {
      assertThat(e).as("what is said").hasMessageContaining("mutated.pt");
      return false;
    }
  }
}
