package org.example.dispersive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Objective;
import io.irepa.testkit.ObjectiveContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every objective must keep is inherited; what this one promises stands here. */
final class DispersiveFlowTest extends ObjectiveContract {
  @Override
  protected Objective objective(Parts parts) {
    return new DispersiveFlow(
        new DispersiveFlow.Config(1, 0.5, 0.5, 0.1), parts.backbone(), parts.alignment());
  }

  @Override
  protected List<String> draws() {
    return List.of("time", "noise", "drop");
  }

  private double dispersive(float... numbers) {
    NDArray tokens = manager().create(numbers).reshape(2, 1, 2);
    return DispersiveFlow.dispersive(tokens, 0.5).getFloat();
  }

  @Test
  void isZeroWhereAllImagesAreTheSame() {
    assertThat(dispersive(3, 4, 3, 4)).as("loss").isCloseTo(0, within(1e-6));
  }

  @Test
  void isTheLogarithmOfTheNumberOfImagesFarApart() {
    assertThat(dispersive(0, 0, 100, 0)).as("loss").isCloseTo(-Math.log(2), within(1e-6));
  }

  @Test
  void isTheMeanOverPairsBetween() {
    // Squared distance 2, over two numbers 1, over the temperature 2; two of four pairs are one
    // image.
    double expected = Math.log((2 + 2 * Math.exp(-2)) / 4);
    assertThat(dispersive(0, 0, 1, 1)).as("loss").isCloseTo(expected, within(1e-6));
  }
}
