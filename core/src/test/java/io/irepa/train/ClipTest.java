package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the step knows of its gradients without asking the host. */
final class ClipTest {
  private static final Kernel CLIP = Kernel.of(Trainer.class, "clip.ts.py");

  @ParameterizedTest
  @CsvSource({"3, 1, 0", "NaN, 1, 1", "Infinity, 1, 1", "3, NaN, 1", "3, -Infinity, 1", "0, 0, 0"})
  void flagsWhatIsNotFinite(float gradient, float loss, float expected) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Scope scope = Scope.open()) {
      NDArray skip =
          CLIP.callLists(
                  new NDList(manager.create(new float[] {gradient, 4})),
                  new NDList(manager.create(1.0)),
                  new NDList(manager.create(new float[] {2}), manager.create(new float[] {loss})))
              .get(1);
      assertThat(skip.toFloatArray()).as("flag").containsExactly(expected);
    }
  }

  @Test
  void scalesToTheGreatestNorm() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        Scope scope = Scope.open()) {
      NDArray gradient = manager.create(new float[] {3, 4});
      NDArray norm =
          CLIP.callLists(
                  new NDList(gradient),
                  new NDList(manager.create(1.0)),
                  new NDList(manager.create(new float[] {0})))
              .get(0);
      assertThat(norm.getFloat()).as("norm before").isEqualTo(5);
      assertThat(gradient.getFloat(1)).as("4 of 5").isCloseTo(0.8f, within(1e-6f));
    }
  }
}
