package io.irepa.plugin.repa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Grid;
import io.irepa.spi.Projector;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {
  private static final Grid GRID = new Grid(2, 3);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private final class Model {
    private final Parameters parameters;
    private final Parameters inputs;
    private final Projector projector;

    Model(String type, Precision precision) {
      parameters = GradientCheck.parameters("projector.0", manager, precision);
      Projector.Widths widths = new Projector.Widths(5, 7);
      projector =
          type.equals("mlp")
              ? new MlpProjector(new MlpProjector.Config(9), parameters, widths, precision)
              : new LinearProjector(parameters, widths, precision);
      GradientCheck.randomize(parameters, manager);
      inputs =
          GradientCheck.inputs(manager, precision, Map.of("hidden", new Shape(2, GRID.size(), 5)));
    }

    NDArray project() {
      return projector.project(new Tokens(inputs.get("hidden"), GRID)).values();
    }

    NDArray scalar() {
      return project().sin().sum();
    }

    double[] values() {
      try (Scope scope = Scope.open();
          Autograd.Recording off = Autograd.off()) {
        NDArray projected = project();
        assertThat(projected.getShape()).isEqualTo(new Shape(2, GRID.size(), 7));
        return GradientCheck.values(projected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "linear"})
  void projectorGradientsAgreeWithCentralDifferences(String type) {
    Model model = new Model(type, Precision.FLOAT64);
    GradientCheck.assertGradients(model::scalar, model.parameters, model.inputs);
  }

  @ParameterizedTest
  @CsvSource({
    "mlp, FLOAT32, 1e-5",
    "mlp, BFLOAT16, 3e-2",
    "linear, FLOAT32, 1e-5",
    "linear, BFLOAT16, 3e-2"
  })
  void lowerPrecisionsAgreeWithFloat64(String type, Precision precision, double tolerance) {
    double[] expected = new Model(type, Precision.FLOAT64).values();
    double[] actual = new Model(type, precision).values();
    assertThat(GradientCheck.difference(actual, expected)).isLessThan(tolerance);
  }

  @Test
  void cosineGradientAgreesWithCentralDifferences() {
    Shape shape = new Shape(2, GRID.size(), 4);
    Parameters inputs =
        GradientCheck.inputs(
            manager, Precision.FLOAT64, Map.of("projected", shape, "target", shape));
    CosineLoss loss = new CosineLoss();
    GradientCheck.assertGradients(
        () -> {
          Tokens projected = new Tokens(inputs.get("projected"), GRID);
          return loss.loss(projected, new Tokens(inputs.get("target"), GRID), projected);
        },
        inputs);
  }

  @Test
  void cosineIsMinusOneForEqualDirectionsAndFiniteForZero() {
    try (Scope scope = Scope.open()) {
      NDArray a = manager.randomNormal(new Shape(2, GRID.size(), 4));
      Tokens tokens = new Tokens(a, GRID);
      CosineLoss loss = new CosineLoss();
      NDArray equal = loss.loss(tokens, new Tokens(a.mul(3), GRID), tokens);
      NDArray zero = loss.loss(tokens, new Tokens(a.mul(0), GRID), tokens);
      assertThat(equal.getDataType()).isEqualTo(DataType.FLOAT32);
      assertThat(equal.getFloat()).isCloseTo(-1, within(1e-6f));
      assertThat(zero.getFloat()).isZero();
    }
  }
}
