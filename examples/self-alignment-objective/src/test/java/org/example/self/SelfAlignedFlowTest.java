package org.example.self;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Objective;
import io.irepa.testkit.ObjectiveContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every objective must keep is inherited; what this one promises stands here. */
final class SelfAlignedFlowTest extends ObjectiveContract {
  @Override
  protected Objective objective(Parts parts) {
    return new SelfAlignedFlow(
        new SelfAlignedConfig(1, 2, 0.2, 0.2, 0.999, 0.1),
        parts.backbone(),
        parts.alignment(),
        parts.parameters());
  }

  @Override
  protected List<String> draws() {
    return List.of("time", "noise", "drop", "ahead");
  }

  @Override
  protected boolean holdsTargetsFixed() {
    return true;
  }

  @Test
  void isSmoothL1() {
    NDArray differences = manager().create(new float[] {0, 0.5f, -0.5f, 3, -3});
    assertThat(SelfAlignedFlow.smooth(differences).toFloatArray())
        .as("distances")
        .containsExactly(new float[] {0, 0.125f, 0.125f, 2.5f, 2.5f}, within(1e-6f));
  }
}
