package org.example.irepa;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Grid;
import io.irepa.spi.Tokens;
import io.irepa.testkit.AlignmentLossContract;
import org.junit.jupiter.api.Test;

/** What every alignment loss must keep is inherited; what this one promises stands here. */
final class CosineMarginTest extends AlignmentLossContract {
  @Override
  protected AlignmentLoss loss() {
    return new CosineMargin(new CosineMargin.Config(0.1));
  }

  private Tokens token(float... values) {
    return new Tokens(manager().create(values).reshape(1, 1, values.length), new Grid(1, 1));
  }

  @Test
  void costsNothingWithinTheMargin() {
    Tokens target = token(1, 0);
    Tokens near = token(1, 0.4f); // a cosine of 0.93
    assertThat(loss().loss(near, target, near).getFloat()).as("loss").isZero();
  }

  @Test
  void costsTheDistanceBeyondTheMargin() {
    Tokens target = token(1, 0);
    Tokens across = token(0, 1); // a cosine of 0, a distance of 1
    assertThat(loss().loss(across, target, across).getFloat()).as("loss").isEqualTo(0.9f);
  }
}
