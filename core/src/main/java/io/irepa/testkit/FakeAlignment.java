package io.irepa.testkit;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Alignment;
import io.irepa.spi.Batch;
import io.irepa.spi.Tokens;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The mean squared distance of hidden tokens from the batch's first targets, without a projector.
 *
 * @param depth that is tapped
 * @param weight at 0, no alignment acts
 */
record FakeAlignment(int depth, double weight) implements Alignment {
  @Override
  public Set<Integer> depths(long step) {
    return weight == 0 ? Set.of() : Set.of(depth);
  }

  @Override
  public Terms terms(Map<Integer, Tokens> hidden, Batch batch) {
    if (weight == 0) {
      return Terms.NONE;
    }
    Tokens tapped = hidden.get(depth);
    if (tapped == null) {
      throw new AssertionError(
          "The alignment asks for depth %d and the objective brings %s."
              .formatted(depth, hidden.keySet()));
    }
    NDArray loss = tapped.values().sub(batch.target(0).values()).square().mean();
    return new Terms(Optional.of(loss.mul((float) weight)), Map.of(0, loss));
  }
}
