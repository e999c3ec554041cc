package io.irepa.plugin.repae;

import io.irepa.spi.Interpolant;
import io.irepa.spi.Objective;
import io.irepa.spi.TimeDraw;
import io.irepa.testkit.ObjectiveContract;
import io.irepa.weights.Pretrained;
import java.util.List;
import org.junit.jupiter.api.Nested;

final class RepaEContractTest {
  private abstract static class RepaEs extends ObjectiveContract {
    private final RepaEConfig config;

    RepaEs(RepaEConfig config) {
      this.config = config;
    }

    @Override
    protected Objective objective(Parts parts) {
      return new RepaE(
          config,
          parts.backbone(),
          parts.alignment(),
          parts.autoencoder(),
          parts.parameters(),
          Pretrained.files(),
          parts.precision(),
          parts.manager());
    }

    @Override
    protected List<String> draws() {
      return List.of("posterior", "time", "noise", "drop");
    }
  }

  @Nested
  final class WithADiscriminator extends RepaEs {
    WithADiscriminator() {
      super(Configs.repaE(Interpolant.LINEAR, TimeDraw.UNIFORM, Configs.L1, Configs.AT_ONCE));
    }
  }

  @Nested
  final class WithoutOne extends RepaEs {
    WithoutOne() {
      super(
          Configs.repaE(
              Interpolant.COSINE, TimeDraw.LOGNORMAL, Configs.L2, Configs.NO_DISCRIMINATOR));
    }
  }

  @Nested
  final class WithLecam extends RepaEs {
    WithLecam() {
      super(
          Configs.repaE(
              Interpolant.LINEAR,
              TimeDraw.LOGNORMAL,
              Configs.L2,
              Configs.AT_ONCE,
              new Lecam(0.5, 0.9),
              0.01));
    }
  }
}
