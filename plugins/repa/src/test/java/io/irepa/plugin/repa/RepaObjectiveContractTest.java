package io.irepa.plugin.repa;

import io.irepa.spi.Interpolant;
import io.irepa.spi.Objective;
import io.irepa.spi.TimeDraw;
import io.irepa.testkit.ObjectiveContract;
import java.util.List;
import org.junit.jupiter.api.Nested;

final class RepaObjectiveContractTest {
  private abstract static class Repa extends ObjectiveContract {
    private final Interpolant path;
    private final TimeDraw time;

    Repa(Interpolant path, TimeDraw time) {
      this.path = path;
      this.time = time;
    }

    @Override
    protected Objective objective(Parts parts) {
      return new RepaObjective(
          new RepaConfig(path, time, RepaConfig.Target.V, 0.5),
          parts.backbone(),
          parts.alignment());
    }

    @Override
    protected List<String> draws() {
      return List.of("time", "noise", "drop");
    }
  }

  @Nested
  final class LinearAndUniform extends Repa {
    LinearAndUniform() {
      super(Interpolant.LINEAR, TimeDraw.UNIFORM);
    }
  }

  @Nested
  final class LinearAndLognormal extends Repa {
    LinearAndLognormal() {
      super(Interpolant.LINEAR, TimeDraw.LOGNORMAL);
    }
  }

  @Nested
  final class CosineAndUniform extends Repa {
    CosineAndUniform() {
      super(Interpolant.COSINE, TimeDraw.UNIFORM);
    }
  }

  @Nested
  final class CosineAndLognormal extends Repa {
    CosineAndLognormal() {
      super(Interpolant.COSINE, TimeDraw.LOGNORMAL);
    }
  }
}
