package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KernelTest {
  private static final String ADD =
      "def forward(x: Tensor, y: Tensor) -> Tensor:\n    return x + y\n";

  @Test
  void runsItsText() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      NDArray sum =
          Kernel.text("add", ADD, Map.of())
              .call(manager.create(new float[] {1, 2}), manager.create(new float[] {3, 4}));
      assertThat(sum.toFloatArray()).as("sum").containsExactly(4, 6);
    }
  }

  @Test
  void putsInConstants() {
    String text =
        """
        def forward(x: Tensor) -> Tensor:
            y = x * ${factor}
            if ${negate}:
                y = torch.neg(y)
            return y
        """;
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      NDArray x = manager.create(new float[] {1, 2});
      assertThat(
              Kernel.text("scale", text, Map.of("factor", 1e-3, "negate", true))
                  .call(x)
                  .toFloatArray())
          .as("scaled")
          .containsExactly(-0.001f, -0.002f);
    }
  }

  @Test
  void namesConstantsThatDoNotMatch() {
    assertThatThrownBy(() -> Kernel.text("scale", "${a}", Map.of("b", 1)))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("scale")
        .hasMessageContaining("${a}");
    assertThatThrownBy(() -> Kernel.text("add", ADD, Map.of("b", 1)))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("add")
        .hasMessageContaining("[b]");
  }

  @Test
  void callsHelpersAndTheLibrary() {
    String text =
        """
        def half(x: Tensor) -> Tensor:
            return x * 0.5

        def forward(x: Tensor) -> Tensor:
            return half(layer_norm(x, 1e-06))
        """;
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      NDArray x = manager.create(new float[] {1, 3}, new Shape(1, 2));
      float[] normalized = Kernel.text("halved", text, Map.of()).call(x).toFloatArray();
      assertThat(normalized[0]).as("first").isCloseTo(-0.5f, within(1e-4f));
      assertThat(normalized[1]).as("second").isCloseTo(0.5f, within(1e-4f));
    }
  }

  @Test
  void takesAndGivesLists() {
    String text =
        """
        def forward(a: List[Tensor], b: List[Tensor]) -> List[Tensor]:
            return [torch.add(a[0], b[0]), torch.add(a[1], b[0])]
        """;
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      NDArray one = manager.create(1f);
      NDArray two = manager.create(2f);
      NDList sums =
          Kernel.text("lists", text, Map.of()).callLists(new NDList(one, two), new NDList(one));
      assertThat(sums.get(0).getFloat()).as("1 + 1").isEqualTo(2);
      assertThat(sums.get(1).getFloat()).as("2 + 1").isEqualTo(3);
    }
  }

  @Test
  void refusesAnEmptyList() {
    assertThatThrownBy(() -> Kernel.text("lists", ADD, Map.of()).callLists(new NDList()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lists");
  }

  @Test
  void namesTheKernelWhoseTextDoesNotCompile() {
    Kernel broken =
        Kernel.text(
            "broken.ts.py",
            "def forward(x: Tensor) -> Tensor:\n    return torch.nope(x)\n",
            Map.of());
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      NDArray x = manager.create(1f);
      assertThatThrownBy(() -> broken.call(x))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("broken.ts.py")
          .hasMessageContaining("nope");
    }
  }

  @Test
  void namesTheKernelAndTheShapesThatDoNotFit() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      NDArray x = manager.zeros(new Shape(3), DataType.FLOAT32);
      NDArray y = manager.zeros(new Shape(4), DataType.FLOAT32);
      assertThatThrownBy(() -> Kernel.text("add.ts.py", ADD, Map.of()).call(x, y))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("add.ts.py")
          .hasMessageContaining("(3) float32, (4) float32");
    }
  }

  @Test
  void namesAMissingResource() {
    assertThatThrownBy(() -> Kernel.of(KernelTest.class, "missing.ts.py"))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("missing.ts.py")
        .hasMessageContaining(KernelTest.class.getName());
  }

  @Test
  void multipliesInBfloat16AndDifferentiatesThroughIt() {
    String text =
        """
        def forward(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
            return torch.to(linear_in(x, w, b, ${compute}), ${edge})
        """;
    Kernel linear =
        Kernel.text(
            "linear",
            text,
            Map.of("compute", Precision.BFLOAT16.compute(), "edge", Precision.BFLOAT16.edge()));
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray x = manager.create(new float[] {1.001f, 2, 3, 4}, new Shape(2, 2));
      NDArray w = manager.create(new float[] {1, 10}, new Shape(1, 2));
      NDArray b = manager.zeros(new Shape(1), DataType.FLOAT32);
      w.setRequiresGradient(true);
      b.setRequiresGradient(true);
      for (int i = 0; i < 3; i++) { // The profiling executor would fail from the second call on.
        NDArray y = linear.call(x, w, b);
        assertThat(y.getDataType()).as("format").isEqualTo(DataType.FLOAT32);
        assertThat(y.toFloatArray()).as("1.001 rounds to 1 in bfloat16").containsExactly(21, 43);
        NDList gradients = Autograd.gradients(y.sum(), new NDList(w, b));
        assertThat(gradients.get(0).toFloatArray()).as("by w").containsExactly(4, 6);
        assertThat(gradients.get(1).toFloatArray()).as("by b").containsExactly(2);
      }
    }
  }
}
