package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ParametersTest {
  private static Parameters parameters(NDManager manager) {
    Parameters parameters =
        new Parameters("backbone", manager, Precision.FLOAT32, new SeededDraws(manager, 1, 0));
    parameters.parameter("w", new Shape(2, 3), Initializer.xavierUniform());
    parameters.buffer("b", new Shape(2), Initializer.ones());
    return parameters;
  }

  @Test
  void loadsInPlace() {
    try (NDManager manager = Native.manager()) {
      Parameters parameters = parameters(manager);
      NDArray before = parameters.get("w");
      parameters.load("w", manager.ones(new Shape(2, 3), DataType.FLOAT32));
      assertThat(before.toFloatArray()).as("the same array").containsOnly(1f);
      assertThat(before.hasGradient()).as("still trained").isTrue();
    }
  }

  @Test
  void refusesAnotherShape() {
    try (NDManager manager = Native.manager()) {
      NDArray wrong = manager.ones(new Shape(3, 2), DataType.FLOAT32);
      assertThatThrownBy(() -> parameters(manager).load("w", wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("backbone.w")
          .hasMessageContaining("(2, 3)")
          .hasMessageContaining("(3, 2)");
    }
  }

  @Test
  void substitutesUntilClosed() {
    try (NDManager manager = Native.manager()) {
      Parameters parameters = parameters(manager);
      NDArray own = parameters.get("w");
      NDArray other = manager.ones(new Shape(2, 3), DataType.FLOAT32);
      try (Parameters.Substitution substitution = parameters.substitute(Map.of("w", other))) {
        assertThat(parameters.get("w")).as("substituted").isSameAs(other);
      }
      assertThat(parameters.get("w")).as("put back").isSameAs(own);
    }
  }

  @Test
  void outlivesTheScopeAroundItsCreation() {
    try (NDManager manager = Native.manager()) {
      Parameters parameters;
      try (Scope scope = Scope.open()) {
        parameters = parameters(manager);
      }
      assertThat(parameters.all().values())
          .as("arrays after the scope")
          .noneMatch(NDArray::isReleased);
    }
  }

  @Test
  void namesWhatItHasNot() {
    try (NDManager manager = Native.manager()) {
      assertThatThrownBy(() -> parameters(manager).get("v"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("v")
          .hasMessageContaining("[w, b]");
    }
  }

  @Test
  void doesNotShareMemoryWithItsInitialValues() {
    try (NDManager manager = Native.manager()) {
      NDArray initial = manager.create(new float[] {1, 2});
      Parameters parameters =
          new Parameters("part", manager, Precision.FLOAT32, new SeededDraws(manager, 0, 0));
      parameters.parameter("p", new Shape(2), (owner, shape, draws, name) -> initial);
      try (Scope scope = Scope.open()) {
        parameters.load("p", manager.create(new float[] {3, 4}));
      }
      assertThat(initial.toFloatArray()).as("the initial values").containsExactly(1, 2);
    }
  }
}
