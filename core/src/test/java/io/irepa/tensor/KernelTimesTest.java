package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class KernelTimesTest {
  private static final Kernel TWICE =
      Kernel.text("twice", "def forward(x: Tensor) -> Tensor:\n    return x * 2.\n", Map.of());

  @Test
  void takesTheTimesOfCallsWhileOpen() {
    try (Scope scope = Scope.open()) {
      NDArray x = Native.manager().ones(new Shape(3));
      KernelTimes times = KernelTimes.open();
      TWICE.call(x);
      times.close();
      TWICE.call(x);

      assertThat(times.calls()).as("calls while open").hasSize(1);
      assertThat(times.calls().get(0).kernel()).as("name").isEqualTo("twice");
      assertThat(times.calls().get(0).owner())
          .as("owner of text at hand")
          .isEqualTo(Optional.empty());
      assertThat(times.calls().get(0).nanoseconds()).as("nanoseconds").isPositive();
    }
  }
}
