package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Philox;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of {@link AlignmentLoss}.
 *
 * @since 0.1
 */
public abstract class AlignmentLossContract extends Contract {
  private static final int WIDTH = 5;

  /** For a subclass. */
  protected AlignmentLossContract() {}

  /** {@return the loss under test} */
  protected abstract AlignmentLoss loss();

  private Tokens projected(Precision precision) {
    return tokens("projected", GRID, WIDTH, precision);
  }

  private Tokens target(Precision precision) {
    return tokens("target", GRID, WIDTH, precision);
  }

  private Tokens hidden(Precision precision) {
    return tokens("hidden", GRID, WIDTH - 1, precision);
  }

  /** One finite number, in the format of the tokens. */
  @Test
  public void givesOneFiniteNumber() {
    Tokens projected = projected(Precision.FLOAT32);
    try (Scope scope = Scope.open()) {
      NDArray loss = loss().loss(projected, target(Precision.FLOAT32), hidden(Precision.FLOAT32));
      assertThat(loss.size()).as("numbers in the loss").isEqualTo(1);
      assertThat(loss.getDataType())
          .as("format of the loss")
          .isEqualTo(projected.values().getDataType());
      assertFinite(loss, "the loss");
    }
  }

  /**
   * The gradient is that of the value.
   *
   * @param precision each in turn
   */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  public void gradientAgreesWithFiniteDifferences(Precision precision) {
    Case tried = new Case(precision);
    Gradients.check(tried::value, tried.arrays(), 12, new Philox(1, 0));
  }

  /** The float32 loss and its gradients are near the float64 ones. */
  @Test
  public void float32AgreesWithFloat64() {
    Gradients.assertClose(
        "float32",
        new Case(Precision.FLOAT32).results(),
        new Case(Precision.FLOAT64).results(),
        1e-5);
  }

  private final class Case {
    private final AlignmentLoss loss = AlignmentLossContract.this.loss();
    private final Tokens projected;
    private final Tokens target;
    private final Tokens hidden;

    Case(Precision precision) {
      projected = projected(precision);
      target = target(precision);
      hidden = hidden(precision);
      projected.values().setRequiresGradient(true);
      hidden.values().setRequiresGradient(true);
    }

    NDArray value() {
      return loss.loss(projected, target, hidden);
    }

    Map<String, NDArray> arrays() {
      return Map.of("projected", projected.values(), "hidden", hidden.values());
    }

    Map<String, double[]> results() {
      Map<String, double[]> results = new HashMap<>(Gradients.of(this::value, arrays()));
      results.put("loss", numbersOf(this::value));
      return results;
    }
  }

  /** Repeats itself, and leaves what it is given as it was. */
  @Test
  public void repeatsItselfAndChangesNothing() {
    Tokens projected = projected(Precision.FLOAT32);
    Tokens target = target(Precision.FLOAT32);
    Tokens hidden = hidden(Precision.FLOAT32);
    AlignmentLoss loss = loss();
    assertPure(
        () -> loss.loss(projected, target, hidden),
        projected.values(),
        target.values(),
        hidden.values());
  }

  /** Keeps no array. */
  @Test
  public void leavesNoArrayBehind() {
    Tokens projected = projected(Precision.FLOAT32);
    Tokens target = target(Precision.FLOAT32);
    Tokens hidden = hidden(Precision.FLOAT32);
    AlignmentLoss loss = loss();
    assertLeavesNothing(() -> loss.loss(projected, target, hidden));
  }

  /** A CUDA device gives what the CPU gives. */
  @Test
  public void givesTheSameOnCuda() {
    assertSameOnCuda(
        () ->
            loss()
                .loss(
                    projected(Precision.FLOAT32),
                    target(Precision.FLOAT32),
                    hidden(Precision.FLOAT32)));
  }
}
