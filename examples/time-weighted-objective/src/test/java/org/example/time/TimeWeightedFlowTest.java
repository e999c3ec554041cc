package org.example.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.irepa.spi.Alignment;
import io.irepa.spi.Batch;
import io.irepa.spi.Objective;
import io.irepa.spi.Tokens;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.ObjectiveContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every objective must keep is inherited; what this one promises stands here. */
final class TimeWeightedFlowTest extends ObjectiveContract {
  @Override
  protected Objective objective(Parts parts) {
    return new TimeWeightedFlow(
        new TimeWeightedFlow.Config(5, 4, 0.1), parts.backbone(), parts.alignment());
  }

  @Override
  protected List<String> draws() {
    return List.of("time", "noise", "drop");
  }

  @Test
  void weighsByTheSignalToNoiseRatioUpToGamma() {
    NDArray time = manager().create(new float[] {0, 0.2f, 0.5f, 0.75f, 1});
    assertThat(TimeWeightedFlow.weights(time, 5).toFloatArray())
        .as("weights")
        .containsExactly(new float[] {1, 1, 0.2f, 1 / 45f, 0}, within(1e-5f));
  }

  /**
   * The alignment of a batch of two: zero for the first example, 1 for the second, before weights.
   */
  private double aligned(float first, float second, int groups) {
    Batch batch = Fakes.batch(manager(), Fakes.SHAPE, DataType.FLOAT32);
    Tokens target = batch.target(0);
    NDArray off = manager().create(new float[] {0, 1}).reshape(2, 1, 1);
    Alignment alignment = Fakes.alignment(1, 1);
    NDArray weights = manager().create(new float[] {first, second});
    NDArray time = manager().create(new float[] {0.9f, 0.1f});
    return new TimeGroups(alignment, groups)
        .terms(Map.of(1, new Tokens(target.values().add(off), target.grid())), batch, time, weights)
        .weighted()
        .orElseThrow()
        .getFloat();
  }

  @Test
  void givesEachExampleItsWeight() {
    assertThat(aligned(1, 0, 2)).as("all weight on what is aligned").isCloseTo(0, within(1e-6));
    assertThat(aligned(0, 1, 2)).as("all weight on the other").isCloseTo(0.5, within(1e-6));
  }

  @Test
  void givesAGroupItsMeanWeight() {
    assertThat(aligned(1, 0, 1)).as("one group").isCloseTo(0.25, within(1e-6));
  }
}
