package io.irepa.plugin.meanflow;

import io.irepa.spi.BackboneShape;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Objective;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.ObjectiveContract;
import java.util.List;
import org.junit.jupiter.api.Nested;

final class MeanFlowContractTest {
  private abstract static class MeanFlows extends ObjectiveContract {
    @Override
    protected List<String> draws() {
      return List.of("time", "equal", "noise", "drop");
    }

    @Override
    protected BackboneShape shape() {
      BackboneShape shape = Fakes.SHAPE;
      return new BackboneShape(
          shape.channels(),
          shape.input(),
          shape.grid(),
          shape.hidden(),
          shape.depth(),
          shape.classes(),
          true);
    }
  }

  /** Without r below t the target is the example's velocity, and the gradient is that of a mean. */
  @Nested
  final class WithEqualTimes extends MeanFlows {
    @Override
    protected Objective objective(Parts parts) {
      return new MeanFlow(
          Configs.plain(Interpolant.COSINE, 0), parts.backbone(), parts.alignment());
    }
  }

  @Nested
  final class WithDerivatives extends MeanFlows {
    @Override
    protected Objective objective(Parts parts) {
      return new MeanFlow(
          Configs.plain(Interpolant.LINEAR, 1), parts.backbone(), parts.alignment());
    }

    @Override
    protected boolean holdsTargetsFixed() {
      return true;
    }
  }

  @Nested
  final class AdaptiveAndGuided extends MeanFlows {
    @Override
    protected Objective objective(Parts parts) {
      MixedGuidance guidance = new MixedGuidance(0.5, 0.3, 0, 1);
      return new MeanFlow(
          Configs.adaptive(0.5, guidance, 0.5), parts.backbone(), parts.alignment());
    }

    @Override
    protected boolean holdsTargetsFixed() {
      return true;
    }
  }

  @Nested
  final class Improved extends MeanFlows {
    @Override
    protected Objective objective(Parts parts) {
      return new ImprovedMeanFlow(
          Configs.adaptive(0.5, Configs.NONE, 0.5), parts.backbone(), parts.alignment());
    }

    @Override
    protected boolean holdsTargetsFixed() {
      return true;
    }
  }
}
