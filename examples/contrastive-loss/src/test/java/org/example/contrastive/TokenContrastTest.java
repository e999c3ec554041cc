package org.example.contrastive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Grid;
import io.irepa.spi.Tokens;
import io.irepa.testkit.AlignmentLossContract;
import org.junit.jupiter.api.Test;

/** What every alignment loss must keep is inherited; what this one promises stands here. */
final class TokenContrastTest extends AlignmentLossContract {
  @Override
  protected AlignmentLoss loss() {
    return new TokenContrast(new TokenContrast.Config(0.5));
  }

  /** Two tokens of width 2. */
  private Tokens pair(float... values) {
    return new Tokens(manager().create(values).reshape(1, 2, 2), new Grid(1, 2));
  }

  @Test
  void isTheLogarithmOfTheNumberOfTokensWhereAllAreTheSame() {
    Tokens same = pair(1, 2, 1, 2);
    assertThat(loss().loss(same, same, same).getFloat())
        .as("loss of tokens that tell nothing of their place")
        .isCloseTo((float) Math.log(2), within(1e-6f));
  }

  @Test
  void isInfoNce() {
    Tokens target = pair(1, 0, 0, 1);
    float expected = (float) Math.log(1 + Math.exp(-2)); // cosines 1 and 0 over 0.5
    assertThat(loss().loss(target, target, target).getFloat())
        .as("loss of tokens at their places")
        .isCloseTo(expected, within(1e-6f));
  }

  @Test
  void isLargerWherePlacesAreExchanged() {
    Tokens target = pair(1, 0, 0, 1);
    Tokens exchanged = pair(0, 1, 1, 0);
    float expected = (float) Math.log(1 + Math.exp(2));
    assertThat(loss().loss(exchanged, target, exchanged).getFloat())
        .as("loss of exchanged tokens")
        .isCloseTo(expected, within(1e-5f));
  }
}
