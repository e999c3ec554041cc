package io.irepa.plugin.repa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Grid;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Philox;
import io.irepa.tensor.Scope;
import io.irepa.testkit.AlignmentLossContract;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.Gradients;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CosineLossTest extends AlignmentLossContract {
  private static final Grid GRID = new Grid(2, 3);

  @Override
  protected AlignmentLoss loss() {
    return new CosineLoss();
  }

  private Tokens tokens(String name, DataType type) {
    return new Tokens(Fakes.normal(manager(), name, new Shape(2, GRID.size(), 4), type), GRID);
  }

  /** Targets that are trained, as an autoencoder's may be, get their gradient too. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void gradientByTheTargetAgreesWithFiniteDifferences(DataType type) {
    Tokens projected = tokens("projected", type);
    Tokens target = tokens("target", type);
    target.values().setRequiresGradient(true);
    Gradients.check(
        () -> loss().loss(projected, target, projected),
        Map.of("target", target.values()),
        12,
        new Philox(5, 0));
  }

  @Test
  void isZeroForATargetOfZeros() {
    Tokens projected = tokens("projected", DataType.FLOAT32);
    try (Scope scope = Scope.open()) {
      NDArray zero = projected.values().zerosLike();
      assertThat(loss().loss(projected, new Tokens(zero, GRID), projected).getFloat())
          .as("loss against zeros")
          .isZero();
    }
  }

  @Test
  void isMinusOneForEqualDirections() {
    Tokens projected = tokens("projected", DataType.FLOAT32);
    try (Scope scope = Scope.open()) {
      Tokens longer = new Tokens(projected.values().mul(3), GRID);
      assertThat(loss().loss(projected, longer, projected).getFloat())
          .as("loss against the same directions")
          .isCloseTo(-1, within(1e-6f));
    }
  }
}
