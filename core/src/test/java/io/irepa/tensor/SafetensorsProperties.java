package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class SafetensorsProperties {
  /** An array as bits: numbers that are not finite must come back too. */
  private record Stored(DataType type, List<Integer> shape, long seed) {
    NDArray array(NDManager manager) {
      Shape dimensions = new Shape(shape.stream().mapToLong(Integer::longValue).toArray());
      Philox random = new Philox(seed, 0);
      int count = (int) dimensions.size();
      return switch (type) {
        case INT64 -> manager.create(random.longs(count).toArray(), dimensions);
        case FLOAT64 ->
            manager.create(
                random.longs(count).mapToDouble(Double::longBitsToDouble).toArray(), dimensions);
        default -> {
          float[] values = new float[count];
          for (int i = 0; i < count; i++) {
            values[i] = Float.intBitsToFloat(random.nextInt());
          }
          yield manager.create(values, dimensions);
        }
      };
    }
  }

  @Provide
  Arbitrary<Map<String, Stored>> files() {
    Arbitrary<String> names =
        Arbitraries.strings().ofMinLength(1).ofMaxLength(12).filter(n -> !n.equals("__metadata__"));
    Arbitrary<Stored> arrays =
        Combinators.combine(
                Arbitraries.of(DataType.FLOAT32, DataType.FLOAT64, DataType.INT64),
                Arbitraries.integers().between(0, 4).list().ofMaxSize(4),
                Arbitraries.longs())
            .as(Stored::new);
    return Arbitraries.maps(names, arrays).ofMaxSize(5);
  }

  @Property(tries = 100)
  void readsEveryBitThatItWrote(@ForAll("files") Map<String, Stored> stored) throws IOException {
    Path file = Files.createTempFile("irepa", ".safetensors");
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      stored.forEach((name, array) -> arrays.put(name, array.array(manager)));
      Safetensors.write(file, arrays, Map.of());
      Map<String, NDArray> read = Safetensors.read(file, manager);
      assertThat(read.keySet()).as("names, in order").containsExactlyElementsOf(arrays.keySet());
      arrays.forEach(
          (name, array) -> {
            assertThat(read.get(name).getShape()).as("shape").isEqualTo(array.getShape());
            assertThat(read.get(name).getDataType()).as("format").isEqualTo(array.getDataType());
            assertThat(read.get(name).toByteArray()).as("bytes").isEqualTo(array.toByteArray());
          });
    } finally {
      Files.delete(file);
    }
  }
}
