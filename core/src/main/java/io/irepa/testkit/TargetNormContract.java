package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link TargetNorm}.
 *
 * @since 0.1
 */
public abstract class TargetNormContract extends Contract {
  private static final int WIDTH = 5;

  /** For a subclass. */
  protected TargetNormContract() {}

  /** {@return the norm under test} */
  protected abstract TargetNorm norm();

  /** The shape, grid and format stay. */
  @Test
  public void keepsShapeAndGrid() {
    Tokens tokens = tokens("tokens", GRID, WIDTH, Precision.FLOAT32);
    try (Scope scope = Scope.open()) {
      Tokens normalized = norm().normalize(tokens);
      assertThat(normalized.grid()).as("grid").isEqualTo(GRID);
      assertThat(normalized.values().getShape()).as("shape").isEqualTo(tokens.values().getShape());
      assertThat(normalized.values().getDataType()).as("format").isEqualTo(DataType.FLOAT32);
      assertFinite(normalized.values(), "normalized tokens");
    }
  }

  /** A plain image, whose tokens are all the same, does not give infinities. */
  @Test
  public void staysFiniteWhereAllTokensAreTheSame() {
    NDArray same = manager().ones(new Shape(BATCH, GRID.size(), WIDTH), DataType.FLOAT32);
    try (Scope scope = Scope.open()) {
      assertFinite(norm().normalize(new Tokens(same, GRID)).values(), "normalized equal tokens");
    }
  }

  /** An image's targets do not depend on the rest of the batch. */
  @Test
  public void treatsEachImageAlone() {
    Tokens tokens = tokens("tokens", GRID, WIDTH, Precision.FLOAT32);
    try (Scope scope = Scope.open()) {
      double[] together = numbers(norm().normalize(tokens).values());
      Tokens first = new Tokens(tokens.values().get("0:1"), GRID);
      assertThat(numbers(norm().normalize(first).values()))
          .as("tokens of the first image alone")
          .containsExactly(Arrays.copyOf(together, together.length / BATCH), Offset.offset(1e-5));
    }
  }

  /** Repeats itself, and leaves what it is given as it was. */
  @Test
  public void repeatsItselfAndChangesNothing() {
    Tokens tokens = tokens("tokens", GRID, WIDTH, Precision.FLOAT32);
    TargetNorm norm = norm();
    assertPure(() -> norm.normalize(tokens).values(), tokens.values());
  }

  /** Keeps no array. */
  @Test
  public void leavesNoArrayBehind() {
    Tokens tokens = tokens("tokens", GRID, WIDTH, Precision.FLOAT32);
    TargetNorm norm = norm();
    assertLeavesNothing(() -> norm.normalize(tokens).values());
  }

  /** A CUDA device gives what the CPU gives. */
  @Test
  public void givesTheSameOnCuda() {
    assertSameOnCuda(
        () -> norm().normalize(tokens("tokens", GRID, WIDTH, Precision.FLOAT32)).values());
  }
}
