package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ScopeTest {
  @Test
  void closesWhatWasCreatedInIt() {
    try (NDManager manager = Native.manager()) {
      NDArray before = manager.ones(new Shape(2), DataType.FLOAT32);
      NDArray created;
      NDArray computed;
      try (Scope scope = Scope.open()) {
        created = manager.ones(new Shape(2), DataType.FLOAT32);
        computed = before.add(created);
      }
      assertThat(created.isReleased()).as("created in the scope, closed").isTrue();
      assertThat(computed.isReleased()).as("computed in the scope, closed").isTrue();
      assertThat(before.isReleased()).as("older than the scope, closed").isFalse();
    }
  }

  @Test
  void closesWhatKernelsReturn() {
    try (NDManager manager = Native.manager()) {
      Kernel twice =
          Kernel.text("twice", "def forward(x: Tensor) -> Tensor:\n    return x * 2.\n", Map.of());
      NDArray x = manager.ones(new Shape(2), DataType.FLOAT32);
      NDArray result;
      try (Scope scope = Scope.open()) {
        result = twice.call(x);
      }
      assertThat(result.isReleased()).as("a kernel's result, closed").isTrue();
    }
  }

  @Test
  void letsGoWhatIsKept() {
    try (NDManager manager = Native.manager()) {
      NDArray kept;
      try (Scope scope = Scope.open()) {
        kept = scope.keep(manager.ones(new Shape(2), DataType.FLOAT32), manager);
      }
      assertThat(kept.toFloatArray()).as("kept").containsExactly(1, 1);
    }
  }

  @Test
  void nests() {
    try (NDManager manager = Native.manager();
        Scope outer = Scope.open()) {
      NDArray outside = manager.ones(new Shape(1), DataType.FLOAT32);
      NDArray inside;
      try (Scope inner = Scope.open()) {
        inside = outside.add(1);
      }
      assertThat(inside.isReleased()).as("inner, closed").isTrue();
      assertThat(outside.isReleased()).as("outer, closed").isFalse();
    }
  }

  /** DJL makes a closed array of Java memory of the 3, which the collector may take at once. */
  @Test
  void keepsTheNumbersThatADerivativeNeeds() {
    try (NDManager manager = Native.manager()) {
      NDArray x = manager.ones(new Shape(2), DataType.FLOAT32);
      x.setRequiresGradient(true);
      for (int attempt = 0; attempt < 20; attempt++) {
        try (Scope scope = Scope.open();
            Autograd.Recording on = Autograd.on()) {
          NDArray loss = x.mul(3f).sum();
          System.gc();
          for (int i = 0; i < 2000; i++) {
            ByteBuffer.allocateDirect(4).putFloat(0, Float.NaN);
          }
          assertThat(Autograd.gradients(loss, new NDList(x)).head().toFloatArray())
              .as("gradient of 3x")
              .containsExactly(3, 3);
        }
      }
    }
  }
}
