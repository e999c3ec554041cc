package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.junit.jupiter.api.Test;

final class AutogradTest {
  private static NDArray parameter(NDManager manager, float... values) {
    NDArray array = manager.create(values);
    array.setRequiresGradient(true);
    return array;
  }

  @Test
  void differentiatesAScalar() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray x = parameter(manager, 1, 2, 3);
      NDArray y = parameter(manager, 4, 5, 6);
      NDList gradients = Autograd.gradients(x.square().mul(y).sum(), new NDList(x, y));
      assertThat(gradients.get(0).toFloatArray()).as("by x: 2xy").containsExactly(8, 20, 36);
      assertThat(gradients.get(1).toFloatArray()).as("by y: x²").containsExactly(1, 4, 9);
    }
  }

  @Test
  void givesZerosForAnUnusedParameter() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray x = parameter(manager, 1, 2);
      NDArray unused = parameter(manager, 1, 2, 3);
      NDList gradients = Autograd.gradients(x.sum(), new NDList(unused, x));
      assertThat(gradients.get(0).toFloatArray()).as("by the unused").containsExactly(0, 0, 0);
      assertThat(gradients.get(1).toFloatArray()).as("by the used").containsExactly(1, 1);
    }
  }

  @Test
  void leavesNoGradientOnParameters() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray x = parameter(manager, 3);
      for (int i = 0; i < 2; i++) {
        float gradient = Autograd.gradients(x.square().sum(), new NDList(x)).get(0).getFloat(0);
        assertThat(gradient).as("gradient of pass " + i).isEqualTo(6);
      }
    }
  }

  @Test
  void keepsTheGraphWhenAsked() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray x = parameter(manager, 3);
      NDArray loss = x.square().sum();
      float first = Autograd.gradientsKeeping(loss, new NDList(x)).get(0).getFloat(0);
      float second = Autograd.gradients(loss, new NDList(x)).get(0).getFloat(0);
      assertThat(second).as("second gradient").isEqualTo(first);
    }
  }

  @Test
  void recordsOnlyWhileOn() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      NDArray x = parameter(manager, 3);
      NDArray loss;
      try (Autograd.Recording off = Autograd.off()) {
        loss = x.square().sum();
      }
      assertThatThrownBy(() -> Autograd.gradients(loss, new NDList(x)))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("gradients.ts.py");
    }
  }

  @Test
  void restoresRecordingWhenClosed() {
    boolean before = JniUtils.isGradMode();
    try (Autograd.Recording on = Autograd.on()) {
      try (Autograd.Recording off = Autograd.off()) {
        assertThat(JniUtils.isGradMode()).as("inside off").isFalse();
      }
      assertThat(JniUtils.isGradMode()).as("inside on, after off").isTrue();
    }
    assertThat(JniUtils.isGradMode()).as("after both").isEqualTo(before);
  }

  @Test
  void detachCutsTheGraph() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray x = parameter(manager, 3);
      NDArray loss = x.mul(Autograd.detach(x)).sum();
      assertThat(Autograd.gradients(loss, new NDList(x)).get(0).getFloat(0))
          .as("gradient of x times detached x")
          .isEqualTo(3);
    }
  }
}
