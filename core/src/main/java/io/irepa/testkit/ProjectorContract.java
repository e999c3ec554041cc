package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
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

  /**
   * The gradients by the tokens and by the parameters are those of the value.
   *
   * @param precision each in turn
   */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  public void gradientsAgreeWithFiniteDifferences(Precision precision) {
    Case tried = new Case(precision);
    Gradients.check(tried::loss, tried.arrays(), 5, new Philox(2, 0));
  }

  /** Tokens and gradients in float32 are near those in float64, in bfloat16 near float32. */
  @Test
  public void precisionsAgree() {
    assertPrecisionsAgree(precision -> new Case(precision).results());
  }

  private final class Case {
    private final Parameters parameters;
    private final Projector projector;
    private final Tokens hidden;
    private final NDArray weights;

    Case(Precision precision) {
      parameters = parameters(precision);
      projector = projector(parameters, WIDTHS, precision);
      Fakes.perturb(parameters, 0.1);
      hidden = hidden(precision);
      hidden.values().setRequiresGradient(true);
      weights =
          Fakes.normal(
              manager(),
              "weights",
              new Shape(BATCH, GRID.size(), WIDTHS.target()),
              precision.edgeType());
    }

    NDArray projected() {
      return projector.project(hidden).values();
    }

    NDArray loss() {
      return projected().mul(weights).sum();
    }

    Map<String, NDArray> arrays() {
      Map<String, NDArray> arrays = new LinkedHashMap<>(parameters.trained());
      arrays.put("hidden", hidden.values());
      return arrays;
    }

    Map<String, double[]> results() {
      Map<String, double[]> results = new LinkedHashMap<>(Gradients.of(this::loss, arrays()));
      results.put("projected", numbersOf(this::projected));
      return results;
    }
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

  /** A CUDA device gives what the CPU gives. */
  @Test
  public void givesTheSameOnCuda() {
    assertSameOnCuda(() -> new Case(Precision.FLOAT32).projected());
  }
}
