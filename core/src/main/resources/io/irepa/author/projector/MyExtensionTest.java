package org.example.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.Projector;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.ProjectorContract;
import org.junit.jupiter.api.Test;

/** What every projector must keep is inherited; what this one promises stands here. */
final class MyExtensionTest extends ProjectorContract {
  @Override
  protected Projector projector(
      Parameters parameters, Projector.Widths widths, Precision precision) {
    return new MyExtension(new MyExtension.Config(true), parameters, widths);
  }

  @Test
  void hasNoBiasWhereNoneIsWanted() {
    Parameters parameters = Fakes.parameters(manager(), "projector.0", Precision.FLOAT32);
    new MyExtension(new MyExtension.Config(false), parameters, new Projector.Widths(3, 2));
    assertThat(parameters.names()).as("parameters").containsExactly("weight");
  }
}
