package io.irepa.plugin.repa;

import io.irepa.spi.Projector;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.testkit.ProjectorContract;

final class LinearProjectorTest extends ProjectorContract {
  @Override
  protected Projector projector(
      Parameters parameters, Projector.Widths widths, Precision precision) {
    return new LinearProjector(parameters, widths, precision);
  }
}
