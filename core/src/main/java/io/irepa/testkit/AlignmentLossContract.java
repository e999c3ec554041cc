package io.irepa.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Philox;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

  /** The gradient is that of the value. */
  @Test
  public void gradientAgreesWithFiniteDifferences() {
    Tokens projected = projected(Precision.FLOAT64);
    Tokens target = target(Precision.FLOAT64);
    Tokens hidden = hidden(Precision.FLOAT64);
    AlignmentLoss loss = loss();
    projected.values().setRequiresGradient(true);
    hidden.values().setRequiresGradient(true);
    Gradients.check(
        () -> loss.loss(projected, target, hidden),
        Map.of("projected", projected.values(), "hidden", hidden.values()),
        12,
        new Philox(1, 0));
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
}
