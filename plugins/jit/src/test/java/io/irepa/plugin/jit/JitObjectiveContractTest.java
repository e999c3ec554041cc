package io.irepa.plugin.jit;

import io.irepa.spi.Objective;
import io.irepa.testkit.ObjectiveContract;
import java.util.List;

final class JitObjectiveContractTest extends ObjectiveContract {
  @Override
  protected Objective objective(Parts parts) {
    return new JitObjective(
        new JitObjectiveConfig(-0.8, 0.8, 0.05, 2, 0.5), parts.backbone(), parts.alignment());
  }

  @Override
  protected List<String> draws() {
    return List.of("time", "noise", "drop");
  }
}
