package io.irepa.plugin.irepa;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Grid;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Philox;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.Gradients;
import io.irepa.testkit.TargetNormContract;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SpatialNormTest extends TargetNormContract {
  @Override
  protected TargetNorm norm() {
    return new SpatialNorm(new SpatialNorm.Config(0.6, 1e-6));
  }

  @Test
  void takesAwayGammaOfTheMeanAndDividesByTheDeviation() {
    NDArray tokens = manager().create(new float[] {1, 3, 5}, new Shape(1, 3, 1));
    try (Scope scope = Scope.open()) {
      NDArray normal =
          new SpatialNorm(new SpatialNorm.Config(0.5, 0))
              .normalize(new Tokens(tokens, new Grid(1, 3)))
              .values();
      assertThat(normal.toFloatArray())
          .as("(x - 1.5) / 2")
          .containsExactly(new float[] {-0.25f, 0.75f, 1.75f}, Offset.offset(1e-6f));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void gradientAgreesWithFiniteDifferences(DataType type) {
    Grid grid = new Grid(3, 4);
    NDArray tokens = Fakes.normal(manager(), "tokens", new Shape(2, grid.size(), 3), type);
    tokens.setRequiresGradient(true);
    Gradients.check(
        () -> norm().normalize(new Tokens(tokens, grid)).values().sin().sum(),
        Map.of("tokens", tokens),
        12,
        new Philox(6, 0));
  }
}
