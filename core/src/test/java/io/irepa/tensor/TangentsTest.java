package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Kernels of somebody who knows nothing of forward mode, against central differences in float64.
 */
final class TangentsTest {
  private static final double STEP = 1e-5;

  private NDManager manager;
  private Scope scope;

  @BeforeEach
  void open() {
    manager = Native.manager();
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
    manager.close();
  }

  /**
   * A call of a library function.
   *
   * @param body of the kernel, over a, b and c
   * @param shapes of a, b and c
   */
  private record Call(String body, List<Shape> shapes) {
    Kernel kernel() {
      return Kernel.text(
          "call", "def forward(a: Tensor, b: Tensor, c: Tensor) -> Tensor:\n" + body, Map.of());
    }

    @Override
    public String toString() {
      return body.strip();
    }
  }

  private static Call call(String body, Shape... shapes) {
    return new Call("    return " + body + "\n", List.of(shapes));
  }

  static Stream<Call> calls() {
    Shape tokens = new Shape(2, 7, 5);
    Shape condition = new Shape(2, 5);
    return Stream.of(
        call("layer_norm(a, 1.0e-06) * b + c", tokens, tokens, tokens),
        call("torch.linear(a, b, c)", tokens, new Shape(4, 5), new Shape(4)),
        call("torch.linear(a, b) * c", tokens, new Shape(4, 5), new Shape(4)),
        call("linear_in(a, b, c, 7)", tokens, new Shape(4, 5), new Shape(4)),
        call("modulated_norm(a, b, c, 1.0e-06)", tokens, condition, condition),
        call("gated_sum(a, b, c)", tokens, condition, tokens),
        call("attention(a, b, c)", heads(7), heads(9), heads(9)),
        call("attention(a, b, c)", heads(300), heads(300), heads(300)));
  }

  private static Shape heads(int tokens) {
    return new Shape(2, 3, tokens, 4);
  }

  private NDArray normal(String name, Shape shape) {
    return new SeededDraws(manager, 3, 0).normal(name, shape).toType(DataType.FLOAT64, false);
  }

  private static NDArray moved(Kernel kernel, NDList at, NDList tangents, double step) {
    NDArray[] arguments =
        IntStream.range(0, at.size())
            .mapToObj(i -> at.get(i).add(tangents.get(i).mul(step)))
            .toArray(NDArray[]::new);
    return kernel.call(arguments);
  }

  private void assertDifferentiated(Call call, List<Boolean> moving) {
    Kernel kernel = call.kernel();
    NDList at = new NDList();
    NDList tangents = new NDList();
    for (int i = 0; i < 3; i++) {
      at.add(normal("at." + i, call.shapes().get(i)));
      NDArray tangent = normal("tangent." + i, call.shapes().get(i));
      tangents.add(moving.get(i) ? tangent : tangent.zerosLike());
    }
    NDList duals = new NDList();
    NDList along = new NDList();
    for (int i = 0; i < 3; i++) {
      if (moving.get(i)) {
        duals.add(at.get(i));
        along.add(tangents.get(i));
      }
    }
    ForwardMode.Derivative derivative =
        ForwardMode.along(
            list -> {
              List<NDArray> arguments = new ArrayList<>(at);
              int next = 0;
              for (int i = 0; i < 3; i++) {
                if (moving.get(i)) {
                  arguments.set(i, list.get(next++));
                }
              }
              return kernel.call(arguments.toArray(NDArray[]::new));
            },
            duals,
            along);
    NDArray difference =
        moved(kernel, at, tangents, STEP).sub(moved(kernel, at, tangents, -STEP)).div(2 * STEP);
    assertThat(derivative.tangent().toDoubleArray())
        .as("tangent of %s", call)
        .containsExactly(difference.toDoubleArray(), within(1e-7));
    assertThat(derivative.value().toDoubleArray())
        .as("value of %s", call)
        .containsExactly(kernel.call(at.toArray(NDArray[]::new)).toDoubleArray(), within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void agreesWhereAllArgumentsMove(Call call) {
    assertDifferentiated(call, List.of(true, true, true));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void agreesWhereOnlyTheFirstMoves(Call call) {
    assertDifferentiated(call, List.of(true, false, false));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void agreesWhereOnlyTheLastMoves(Call call) {
    assertDifferentiated(call, List.of(false, false, true));
  }

  @Test
  void aKernelsOwnFunctionOfALibraryFunctionsNameStaysItsOwn() {
    Kernel kernel =
        Kernel.text(
            "own",
            """
            def gated_sum(x: Tensor) -> Tensor:
                return x * x


            def forward(x: Tensor) -> Tensor:
                return gated_sum(x)
            """,
            Map.of());
    NDArray x = manager.create(new double[] {3});
    NDArray tangent =
        ForwardMode.along(list -> kernel.call(list.get(0)), new NDList(x), new NDList(x.onesLike()))
            .tangent();
    assertThat(tangent.toDoubleArray()).as("derivative of x * x").containsExactly(6);
  }
}
