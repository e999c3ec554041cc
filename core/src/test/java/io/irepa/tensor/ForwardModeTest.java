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
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ForwardModeTest {
  private static final Kernel ATTENTION =
      Kernel.text(
          "attention",
          "def forward(q: Tensor, k: Tensor, v: Tensor) -> Tensor:\n    return attention(q, k, v)\n",
          Map.of());

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

  private NDArray doubles(double... values) {
    return manager.create(values);
  }

  @Test
  void givesTheValueAndTheDerivativeAlongTheTangents() {
    ForwardMode.Derivative derivative =
        ForwardMode.along(
            list -> list.get(0).square().mul(list.get(1)),
            new NDList(doubles(1, 2), doubles(3, 4)),
            new NDList(doubles(1, 1), doubles(10, 0)));
    assertThat(derivative.value().toDoubleArray()).as("x²y").containsExactly(3, 16);
    assertThat(derivative.tangent().toDoubleArray()).as("2xy·dx + x²·dy").containsExactly(16, 16);
  }

  @Test
  void isZeroForAConstant() {
    NDArray constant = doubles(5);
    ForwardMode.Derivative derivative =
        ForwardMode.along(list -> constant, new NDList(doubles(1)), new NDList(doubles(1)));
    assertThat(derivative.value().toDoubleArray()).as("value").containsExactly(5);
    assertThat(derivative.tangent().toDoubleArray()).as("tangent").containsExactly(0);
  }

  @Test
  void goesThroughAttentionOverManyTokens() {
    NDArray q = normal("q");
    NDArray k = normal("k");
    NDArray v = normal("v");
    NDArray tangent = normal("tangent");
    Function<NDList, NDArray> attention = list -> ATTENTION.call(list.get(0), k, v);
    double[] derivative =
        ForwardMode.along(attention, new NDList(q), new NDList(tangent)).tangent().toDoubleArray();
    double step = 1e-5;
    NDArray above = attention.apply(new NDList(q.add(tangent.mul(step))));
    NDArray below = attention.apply(new NDList(q.sub(tangent.mul(step))));
    double[] expected = above.sub(below).div(2 * step).toDoubleArray();
    assertThat(derivative).as("tangent").containsExactly(expected, within(1e-8));
  }

  private NDArray normal(String name) {
    return new SeededDraws(manager, 0, 0)
        .normal(name, new Shape(1, 1, 300, 4))
        .toType(DataType.FLOAT64, false);
  }

  @Test
  void refusesToNestAndWorksAfterwards() {
    NDList one = new NDList(doubles(1));
    Function<NDList, NDArray> square = list -> list.get(0).square();
    assertThatThrownBy(
            () -> ForwardMode.along(list -> ForwardMode.along(square, list, one).value(), one, one))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("derivative");
    assertThat(ForwardMode.along(square, one, one).tangent().toDoubleArray())
        .as("the next derivative")
        .containsExactly(2);
  }
}
