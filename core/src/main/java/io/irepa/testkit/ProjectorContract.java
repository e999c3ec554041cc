package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Projector;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Philox;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of {@link Projector}.
 *
 * @since 0.1
 */
public abstract class ProjectorContract extends Contract {
  private static final Projector.Widths WIDTHS = new Projector.Widths(6, 5);

  /** For a subclass. */
  protected ProjectorContract() {}

  /**
   * The projector under test, small where it can be.
   *
   * @param parameters empty; the projector creates its own there
   * @param widths to map between
   * @param precision to compute in
   * @return the projector
   */
  protected abstract Projector projector(
      Parameters parameters, Projector.Widths widths, Precision precision);

  private Parameters parameters(Precision precision) {
    return Fakes.parameters(manager(), "projector.0", precision);
  }

  private Tokens hidden(Precision precision) {
    return tokens("hidden", GRID, WIDTHS.hidden(), precision);
  }

  /**
   * Maps to the target's width on the same grid, in the format of the precision's edges.
   *
   * @param precision each in turn
   */
  @ParameterizedTest
  @EnumSource
  public void givesTokensOfTheTargetsWidth(Precision precision) {
    Projector projector = projector(parameters(precision), WIDTHS, precision);
    try (Scope scope = Scope.open()) {
      Tokens projected = projector.project(hidden(precision));
      assertThat(projected.grid()).as("grid").isEqualTo(GRID);
      assertThat(projected.values().getShape())
          .as("shape")
          .isEqualTo(new Shape(BATCH, GRID.size(), WIDTHS.target()));
      assertThat(projected.values().getDataType()).as("format").isEqualTo(precision.edgeType());
      assertFinite(projected.values(), "projected tokens");
    }
  }

  /** The gradients by the tokens and by the parameters are those of the value. */
  @Test
  public void gradientsAgreeWithFiniteDifferences() {
    Parameters parameters = parameters(Precision.FLOAT64);
    Projector projector = projector(parameters, WIDTHS, Precision.FLOAT64);
    Fakes.perturb(parameters, 0.1);
    Tokens hidden = hidden(Precision.FLOAT64);
    hidden.values().setRequiresGradient(true);
    NDArray weights =
        Fakes.normal(
            manager(), "weights", new Shape(BATCH, GRID.size(), WIDTHS.target()), DataType.FLOAT64);
    Map<String, NDArray> arrays = new LinkedHashMap<>(parameters.trained());
    arrays.put("hidden", hidden.values());
    Gradients.check(
        () -> projector.project(hidden).values().mul(weights).sum(), arrays, 5, new Philox(2, 0));
  }

  /** Repeats itself, and leaves what it is given as it was. */
  @Test
  public void repeatsItselfAndChangesNothing() {
    Projector projector = projector(parameters(Precision.FLOAT32), WIDTHS, Precision.FLOAT32);
    Tokens hidden = hidden(Precision.FLOAT32);
    assertPure(() -> projector.project(hidden).values(), hidden.values());
  }

  /** Keeps no array but its parameters. */
  @Test
  public void leavesNoArrayBehind() {
    Projector projector = projector(parameters(Precision.FLOAT32), WIDTHS, Precision.FLOAT32);
    Tokens hidden = hidden(Precision.FLOAT32);
    assertLeavesNothing(() -> projector.project(hidden).values());
  }
}
