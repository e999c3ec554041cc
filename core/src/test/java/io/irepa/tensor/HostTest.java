package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HostTest {
  @Test
  void arraysHoldTheNumbersGiven() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      NDArray array = Host.array(manager, new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
      assertThat(array.get(1, 0).getFloat()).as("the fourth").isEqualTo(4);
      assertThat(Host.array(manager, new long[] {7, 8}).toLongArray()).containsExactly(7, 8);
    }
  }

  @Test
  void rowsLieSideBySideAndStayUntilTheyAreClosed() {
    try (NDManager owner = Host.newManager()) {
      NDArray rows =
          Host.rows(
              owner, Device.cpu(), List.of(new float[] {1, 2}, new float[] {3, 4}), new Shape(2));

      assertThat(Host.on(owner, rows)).as("on the CPU").isSameAs(rows);
      assertThat(rows.getShape()).as("shape").isEqualTo(new Shape(2, 2));
      assertThat(rows.toFloatArray()).as("numbers").containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    try (NDManager owner = Host.newManager()) {
      assertThatThrownBy(() -> Host.rows(owner, Device.cpu(), List.of(new float[3]), new Shape(2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("3 numbers", "(2)");
    }
  }

  @Test
  void scalarsStayOnTheCpuAndEndWithTheirScope() {
    NDArray scalars;
    try (Scope scope = Scope.open()) {
      scalars = Host.scalars(0.1, 2);
      assertThat(scalars.getDevice()).isEqualTo(Device.cpu());
      assertThat(scalars.toDoubleArray()).containsExactly(0.1, 2);
    }
    assertThat(scalars.isReleased()).as("closed with the scope").isTrue();
  }

  /** Page-locked memory needs a GPU; without one the text must at least get as far as asking. */
  @Test
  void theWayToAGpuAsksForPageLockedMemory() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      NDArray values = manager.create(new float[] {1, 2});
      NDArray target = manager.zeros(new Shape(2));
      Kernel upload = Kernel.of(Host.class, "upload.ts.py");
      if (ai.djl.engine.Engine.getEngine("PyTorch").getGpuCount() > 0) {
        assertThat(upload.call(target, values).toFloatArray()).containsExactly(1, 2);
      } else {
        assertThatThrownBy(() -> upload.call(target, values))
            .isInstanceOf(KernelException.class)
            .hasMessageContaining("accelerator");
      }
    }
  }
}
