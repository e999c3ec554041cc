package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.Gradients;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients of the functions that any kernel may call. */
final class LibraryTest {
  private static void assertGradients(String call, DataType type, Shape... shapes) {
    String text =
        """
        def forward(a: Tensor, b: Tensor, c: Tensor) -> Tensor:
            return %s
        """
            .formatted(call);
    Kernel kernel = Kernel.text(call, text, Map.of());
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      Map<String, NDArray> arrays = new LinkedHashMap<>();
      for (int i = 0; i < shapes.length; i++) {
        NDArray array = Fakes.normal(manager, "library." + i, shapes[i], type);
        array.setRequiresGradient(true);
        arrays.put(String.valueOf((char) ('a' + i)), array);
      }
      NDArray[] arguments = arrays.values().toArray(NDArray[]::new);
      Gradients.check(() -> kernel.call(arguments).sin().sum(), arrays, 4, new Philox(8, 0));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void modulatedNorm(DataType type) {
    assertGradients(
        "modulated_norm(a, b, c, 1.0e-06)",
        type,
        new Shape(2, 3, 5),
        new Shape(2, 5),
        new Shape(2, 5));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void linearIn(DataType type) {
    int code = (type == DataType.FLOAT32 ? Precision.FLOAT32 : Precision.FLOAT64).compute();
    assertGradients(
        "linear_in(a, b, c, " + code + ")",
        type,
        new Shape(2, 3, 5),
        new Shape(4, 5),
        new Shape(4));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void attentionOfFewTokens(DataType type) {
    assertGradients(
        "attention(a, b, c)",
        type,
        new Shape(1, 2, 5, 3),
        new Shape(1, 2, 5, 3),
        new Shape(1, 2, 5, 3));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void attentionOfManyTokensIsFused(DataType type) {
    assertGradients(
        "attention(a, b, c)",
        type,
        new Shape(1, 2, 257, 3),
        new Shape(1, 2, 257, 3),
        new Shape(1, 2, 257, 3));
  }
}
