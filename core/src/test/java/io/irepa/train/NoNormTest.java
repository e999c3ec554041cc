package io.irepa.train;

import io.irepa.spi.TargetNorm;
import io.irepa.testkit.TargetNormContract;

final class NoNormTest extends TargetNormContract {
  @Override
  protected TargetNorm norm() {
    return new NoNorm();
  }
}
