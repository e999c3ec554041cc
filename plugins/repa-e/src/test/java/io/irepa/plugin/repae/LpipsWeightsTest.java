package io.irepa.plugin.repae;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.Precision;
import io.irepa.weights.WeightFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LpipsWeightsTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");

  @TempDir private Path folder;

  @AfterEach
  void close() {
    manager.close();
  }

  private Path file(String name, Shape shape) throws IOException {
    Path file = folder.resolve("weights.safetensors");
    try (OutputStream out = Files.newOutputStream(file);
        NDArray array = manager.ones(shape)) {
      array.setName(name);
      out.write(new NDList(array).encode(NDList.Encoding.SAFETENSORS));
    }
    return file;
  }

  private void read(Path path) {
    try (WeightFile file = WeightFile.open(path)) {
      LpipsWeights.read(file, file, 2, Precision.FLOAT32, manager);
    }
  }

  @Test
  void aFileOfSomethingElseIsRefusedByTheArrayThatItLacks() throws IOException {
    Path other = file("conv1.weight", new Shape(2, 3, 3, 3));
    assertThatThrownBy(() -> read(other))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("weights.safetensors lacks the array features.0.weight")
        .hasMessageContaining("torchvision");
  }

  @Test
  void anotherWidthIsRefusedWithBothShapes() throws IOException {
    Path other = file("features.0.weight", new Shape(5, 3, 3, 3));
    assertThatThrownBy(() -> read(other))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("(5, 3, 3, 3)")
        .hasMessageContaining("(2, 3, 3, 3)");
  }
}
