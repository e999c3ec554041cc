package io.irepa.plugin.encoders;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Safetensors;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Files of small random weights. */
final class TestWeights {
  private TestWeights() {}

  /** A safetensors file of arrays that depend on their shapes and names, which are then changed. */
  static Path write(
      Path file, Map<String, Shape> shapes, UnaryOperator<String> rename, NDManager manager) {
    try (Scope scope = Scope.open()) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      shapes.forEach(
          (name, shape) ->
              arrays.put(
                  rename.apply(name),
                  Fakes.normal(manager, name, shape, DataType.FLOAT32).mul(0.2f)));
      Safetensors.write(file, arrays, Map.of());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
