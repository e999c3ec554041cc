package org.example.relational;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Grid;
import io.irepa.spi.Tokens;
import io.irepa.testkit.AlignmentLossContract;
import org.junit.jupiter.api.Test;

/** What every alignment loss must keep is inherited; what this one promises stands here. */
final class RelationalLossTest extends AlignmentLossContract {
  @Override
  protected AlignmentLoss loss() {
    return loss(RelationalLoss.Side.HIDDEN, 0);
  }

  private static AlignmentLoss loss(RelationalLoss.Side side, double margin) {
    return new RelationalLoss(new RelationalLoss.Config(side, margin));
  }

  /** Two tokens. */
  private Tokens pair(float... values) {
    return new Tokens(manager().create(values).reshape(1, 2, values.length / 2), new Grid(1, 2));
  }

  @Test
  void isZeroForTokensThatAreTurnedTogether() {
    Tokens target = pair(1, 0, 0.6f, 0.8f);
    Tokens turned = pair(0, 1, -0.8f, 0.6f);
    assertThat(loss().loss(turned, target, turned).getFloat())
        .as("loss after a quarter turn of all tokens")
        .isCloseTo(0, within(1e-6f));
  }

  @Test
  void comparesTokensOfOtherWidths() {
    Tokens target = pair(1, 0, 0, 1); // a cosine of 0
    Tokens hidden = pair(1, 0, 0, 1, 0, 0); // of 1
    assertThat(loss().loss(target, target, hidden).getFloat())
        .as("the mean over four pairs, two of which differ by 1")
        .isEqualTo(0.5f, within(1e-6f));
  }

  @Test
  void comparesProjectedTokensWhereTheyAreAskedFor() {
    Tokens target = pair(1, 0, 0, 1);
    Tokens hidden = pair(1, 0, 1, 0);
    assertThat(loss(RelationalLoss.Side.PROJECTED, 0).loss(target, target, hidden).getFloat())
        .as("loss of projected tokens that are the target's")
        .isCloseTo(0, within(1e-6f));
  }

  @Test
  void leavesSmallDifferencesAlone() {
    Tokens target = pair(1, 0, 0, 1);
    Tokens hidden = pair(1, 0, 0.6f, 0.8f); // a cosine of 0.6
    assertThat(loss(RelationalLoss.Side.HIDDEN, 0.7).loss(target, target, hidden).getFloat())
        .as("loss within the margin")
        .isZero();
  }
}
