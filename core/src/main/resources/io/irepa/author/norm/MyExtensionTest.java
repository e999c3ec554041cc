package org.example.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Grid;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import io.irepa.testkit.TargetNormContract;
import org.junit.jupiter.api.Test;

/** What every norm must keep is inherited; what this one promises stands here. */
final class MyExtensionTest extends TargetNormContract {
  @Override
  protected TargetNorm norm() {
    return new MyExtension(new MyExtension.Config(1));
  }

  @Test
  void takesAwayWhatTheTokensShare() {
    NDArray tokens = manager().create(new float[] {5, 1, 7, 1}).reshape(1, 2, 2);
    NDArray normalized = norm().normalize(new Tokens(tokens, new Grid(1, 2))).values();
    float root = (float) Math.sqrt(2); // the mean square of -1, 0, 1, 0 is a half
    assertThat(normalized.toFloatArray())
        .as("two tokens that differ in their first number")
        .containsExactly(new float[] {-root, 0, root, 0}, within(1e-5f));
  }
}
