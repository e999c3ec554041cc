package io.irepa.testkit;

import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Grid;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import org.junit.jupiter.api.Nested;

/** The fake keeps the contract of what it stands for. */
final class FakeBackboneTest {
  @Nested
  final class Plain extends BackboneContract {
    @Override
    protected Backbone backbone(Parameters parameters, Precision precision, Recompute recompute) {
      return Fakes.backbone(parameters, Fakes.SHAPE, recompute);
    }
  }

  @Nested
  final class WithAnInterval extends BackboneContract {
    @Override
    protected Backbone backbone(Parameters parameters, Precision precision, Recompute recompute) {
      return Fakes.backbone(
          parameters, new BackboneShape(3, 6, new Grid(3, 2), 4, 3, 2, true), recompute);
    }
  }
}
