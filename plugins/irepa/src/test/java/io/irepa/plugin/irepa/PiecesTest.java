package io.irepa.plugin.irepa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Grid;
import io.irepa.spi.Projector;
import io.irepa.spi.RunShape;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PiecesTest {
  private static final Grid GRID = new Grid(3, 4);

  private final NDManager manager = NDManager.newBaseManager(Device.cpu());

  @AfterEach
  void closeManager() {
    manager.close();
  }

  private final class Model {
    private final Parameters parameters;
    private final Parameters inputs;
    private final ConvProjector projector;

    Model(int kernel, Precision precision) {
      parameters = GradientCheck.parameters("projector.0", manager, precision);
      projector =
          new ConvProjector(
              new ConvProjector.Config(kernel), parameters, new Projector.Widths(5, 7), precision);
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
  @ValueSource(ints = {1, 3, 5})
  void projectorGradientsAgreeWithCentralDifferences(int kernel) {
    Model model = new Model(kernel, Precision.FLOAT64);
    GradientCheck.assertGradients(model::scalar, model.parameters, model.inputs);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 1e-5", "BFLOAT16, 3e-2"})
  void lowerPrecisionsAgreeWithFloat64(Precision precision, double tolerance) {
    double[] expected = new Model(3, Precision.FLOAT64).values();
    double[] actual = new Model(3, precision).values();
    assertThat(GradientCheck.difference(actual, expected)).isLessThan(tolerance);
  }

  @Test
  void anEvenKernelIsRefused() {
    RunShape run = new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
    Map<String, String> problems = new LinkedHashMap<>();
    new ConvProjector.Config(4).check(run, problems::put);
    new ConvProjector.Config(3).check(run, (key, text) -> problems.put("three", text));
    assertThat(problems).containsOnlyKeys("kernel");
  }

  @Test
  void normTakesAwayGammaOfTheMeanAndDividesByTheDeviation() {
    try (Scope scope = Scope.open()) {
      NDArray tokens = manager.create(new float[] {1, 3, 5}, new Shape(1, 3, 1));
      NDArray normal =
          new SpatialNorm(new SpatialNorm.Config(0.5, 0))
              .normalize(new Tokens(tokens, new Grid(1, 3)))
              .values();
      assertThat(normal.getDataType()).isEqualTo(DataType.FLOAT32);
      float[] expected = {-0.25f, 0.75f, 1.75f}; // (x - 1.5) / 2
      for (int i = 0; i < expected.length; i++) {
        assertThat(normal.toFloatArray()[i]).isCloseTo(expected[i], within(1e-6f));
      }
    }
  }

  @Test
  void normStaysFiniteWhereAllTokensAreEqual() {
    try (Scope scope = Scope.open()) {
      NDArray tokens = manager.ones(new Shape(2, GRID.size(), 3));
      NDArray normal =
          new SpatialNorm(new SpatialNorm.Config(1, 1e-6))
              .normalize(new Tokens(tokens, GRID))
              .values();
      assertThat(normal.toFloatArray()).containsOnly(0f);
    }
  }

  @Test
  void normGradientAgreesWithCentralDifferences() {
    Parameters inputs =
        GradientCheck.inputs(
            manager, Precision.FLOAT64, Map.of("tokens", new Shape(2, GRID.size(), 3)));
    SpatialNorm norm = new SpatialNorm(new SpatialNorm.Config(0.6, 1e-6));
    GradientCheck.assertGradients(
        () -> norm.normalize(new Tokens(inputs.get("tokens"), GRID)).values().sin().sum(), inputs);
  }
}
