package org.example.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Grid;
import io.irepa.spi.Tokens;
import io.irepa.testkit.AlignmentLossContract;
import org.junit.jupiter.api.Test;

/** What every alignment loss must keep is inherited; what this one promises stands here. */
final class MyExtensionTest extends AlignmentLossContract {
  @Override
  protected AlignmentLoss loss() {
    return new MyExtension(new MyExtension.Config(0.1));
  }

  private Tokens token(float... values) {
    return new Tokens(manager().create(values).reshape(1, 1, values.length), new Grid(1, 1));
  }

  @Test
  void isZeroForEqualDirections() {
    Tokens target = token(1, 0);
    Tokens longer = token(3, 0);
    assertThat(loss().loss(longer, target, longer).getFloat())
        .as("loss of equal directions")
        .isCloseTo(0, within(1e-6f));
  }

  @Test
  void isNearlyTheDistanceFarAway() {
    Tokens target = token(1, 0);
    Tokens opposite = token(-1, 0); // a cosine of -1, a distance of 2
    assertThat(loss().loss(opposite, target, opposite).getFloat())
        .as("loss of opposite directions")
        .isCloseTo((float) (Math.sqrt(4.01) - 0.1), within(1e-6f));
  }
}
