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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RecomputeTest {
  private static final Recompute ON = new Recompute(true);
  private static final Recompute OFF = new Recompute(false);

  private NDManager manager;
  private NDList weights;
  private NDArray x;

  @BeforeEach
  void open() {
    manager = Native.manager();
    weights = new NDList();
    for (int i = 0; i < 4; i++) {
      weights.add(array("weight." + i, 3));
    }
    x = array("x", 3);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray array(String name, long rows) {
    try (Scope scope = Scope.open()) {
      NDArray values = new SeededDraws(manager, 7, 0).normal(name, new Shape(rows, 3));
      NDArray array = values.toType(DataType.FLOAT64, false).duplicate();
      array.setRequiresGradient(true);
      return scope.keep(array, manager);
    }
  }

  /** tanh(h w) + c of h and c. */
  private Function<NDList, NDList> layer(int i) {
    return given -> new NDList(given.get(0).matMul(weights.get(i)).tanh().add(given.get(1)));
  }

  /** A net whose parts meet in every way: taps, shared inputs, operators between blocks. */
  private NDArray loss(Recompute recompute) {
    NDArray c = x.mul(weights.get(3)).sin();
    NDArray h = x.matMul(weights.get(3));
    NDArray one = recompute.block(layer(0), new NDList(h, c)).head();
    NDArray two = recompute.block(layer(1), new NDList(one, c)).head();
    NDArray between = two.square().add(one.mul(0.5));
    NDArray three = recompute.block(layer(2), new NDList(between, x)).head();
    return three.square().mean().add(two.mul(c).mean()).add(one.exp().mean());
  }

  private List<double[]> gradients(Function<Recompute, NDArray> loss, Recompute recompute) {
    NDList wanted = new NDList(weights);
    wanted.add(x);
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray value = loss.apply(recompute);
      List<double[]> numbers = new ArrayList<>();
      numbers.add(value.toDoubleArray());
      Autograd.gradients(value, wanted).forEach(found -> numbers.add(found.toDoubleArray()));
      return numbers;
    }
  }

  private void assertAlike(Function<Recompute, NDArray> loss) {
    List<double[]> plain = gradients(loss, OFF);
    List<double[]> again = gradients(loss, ON);
    assertThat(again.get(0)).as("the loss, bit by bit").isEqualTo(plain.get(0));
    for (int i = 1; i < plain.size(); i++) {
      assertThat(again.get(i)).as("gradient %d", i).hasSameSizeAs(plain.get(i));
      for (int j = 0; j < plain.get(i).length; j++) {
        assertThat(again.get(i)[j])
            .as("number %d of gradient %d", j, i)
            .isCloseTo(plain.get(i)[j], within(1e-14));
      }
    }
  }

  @Test
  void givesTheGradientsOfPlainTraining() {
    assertAlike(this::loss);
  }

  @Test
  void takesParametersAmongTheInputs() {
    assertAlike(
        recompute ->
            recompute
                .block(
                    given -> new NDList(given.get(0).matMul(given.get(1)).tanh()),
                    new NDList(x, weights.get(0)))
                .head()
                .matMul(weights.get(0))
                .sum());
  }

  @Test
  void takesABlockThatGivesItsInputBack() {
    assertAlike(
        recompute ->
            recompute.block(given -> given, new NDList(x.square(), weights.get(0))).stream()
                .reduce(NDArray::mul)
                .orElseThrow()
                .sum());
  }

  @Test
  void takesABlockOfWhichOneResultIsNotUsed() {
    assertAlike(
        recompute ->
            recompute
                .block(
                    given -> new NDList(given.head().exp(), given.head().matMul(weights.get(0))),
                    new NDList(x))
                .head()
                .sum());
  }

  @Test
  void takesAnEarlierBlocksResultThatABlockHoldsByItself() {
    assertAlike(
        recompute -> {
          NDArray one = recompute.block(layer(0), new NDList(x, x)).head();
          return recompute
              .block(given -> new NDList(given.head().mul(one)), new NDList(x))
              .head()
              .sum();
        });
  }

  @Test
  void takesABlockWithinABlock() {
    assertAlike(
        recompute ->
            recompute
                .block(
                    given ->
                        new NDList(recompute.block(layer(1), given).head().matMul(weights.get(0))),
                    new NDList(x, x))
                .head()
                .sum());
  }

  @Test
  void keepsTheGraphWhenAsked() {
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray value = loss(ON);
      NDArray first = Autograd.gradientsKeeping(value, weights).get(0);
      NDArray second = Autograd.gradients(value, weights).get(0);
      assertThat(second.toDoubleArray()).as("second gradient").isEqualTo(first.toDoubleArray());
    }
  }

  @Test
  void givesGradientsByABlocksResult() {
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray one = ON.block(layer(0), new NDList(x, x)).head();
      NDArray two = ON.block(layer(1), new NDList(one, x)).head();
      NDArray loss = two.sum().add(one.sum().mul(2));
      NDArray found = Autograd.gradientsKeeping(loss, new NDList(one, x)).head();
      // d two / d one through tanh(one w), and 2 by itself.
      NDArray slope = one.matMul(weights.get(1)).tanh().square().neg().add(1);
      NDArray expected = slope.matMul(weights.get(1).transpose()).add(2);
      assertThat(Autograd.detach(found.sub(expected)).abs().max().getDouble())
          .as("largest difference")
          .isLessThan(1e-14);
    }
  }

  /** Forward once, and once more for the gradients. */
  @Test
  void runsABlockAgainOnlyForGradients() {
    int[] runs = {0};
    Function<NDList, NDList> counted =
        given -> {
          runs[0]++;
          return layer(0).apply(given);
        };
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray value = ON.block(counted, new NDList(x, x)).head().sum();
      assertThat(runs[0]).as("runs forward").isEqualTo(1);
      Autograd.gradients(value, weights);
      assertThat(runs[0]).as("runs after the gradients").isEqualTo(2);
    }
  }

  @Test
  void keepsNothingWithoutRecording() {
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray value;
      try (Autograd.Recording off = Autograd.off()) {
        value = ON.block(layer(0), new NDList(x, x)).head();
      }
      assertThat(value.hasGradient()).as("requires a gradient").isFalse();
    }
  }

  @Test
  void refusesGradientsAfterTheRecording() {
    try (Scope scope = Scope.open()) {
      NDArray value;
      try (Autograd.Recording on = Autograd.on()) {
        value = ON.block(layer(0), new NDList(x, x)).head().sum();
      }
      assertThatThrownBy(() -> Autograd.gradients(value, weights))
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("before Autograd.on() is closed");
    }
  }

  @Test
  void refusesASecondPassThroughWhatIsSpent() {
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray h = ON.block(layer(0), new NDList(x, x)).head();
      Autograd.gradients(h.sum(), weights);
      NDArray other = h.square().sum();
      assertThatThrownBy(() -> Autograd.gradients(other, weights))
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("gradientsKeeping");
    }
  }

  @Test
  void refusesArraysThatWereClosed() {
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray value;
      try (Scope inner = Scope.open()) {
        value = inner.pass(ON.block(layer(0), new NDList(x.mul(2), x)).head().sum());
      }
      assertThatThrownBy(() -> Autograd.gradients(value, weights))
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("were closed");
    }
  }

  @Test
  void refusesHistoryThatIsNotAmongTheInputs() {
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDArray hidden = x.exp();
      Function<NDList, NDList> block = given -> new NDList(given.head().mul(hidden));
      NDArray one = ON.block(block, new NDList(x)).head();
      NDArray two = ON.block(block, new NDList(one)).head();
      NDList wanted = new NDList(x);
      assertThatThrownBy(() -> Autograd.gradients(two.sum(), wanted))
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("not among its inputs");
    }
  }

  @Test
  void refusesWhatCannotHaveAGradient() {
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDList inputs = new NDList(x);
      assertThatThrownBy(() -> ON.block(given -> new NDList(given.head().gt(0)), inputs))
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("floating point is needed");
    }
  }
}
