package org.example.irepa;

import io.irepa.spi.AlignmentLoss;
import io.irepa.testkit.AlignmentLossContract;

/** What every alignment loss must keep; the cases are inherited. */
final class CosineMarginTest extends AlignmentLossContract {
  @Override
  protected AlignmentLoss loss() {
    return new CosineMargin(new CosineMargin.Config(0.1));
  }
}
