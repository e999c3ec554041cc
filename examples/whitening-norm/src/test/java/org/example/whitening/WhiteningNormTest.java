package org.example.whitening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Grid;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import io.irepa.testkit.Fakes;
import io.irepa.testkit.TargetNormContract;
import org.junit.jupiter.api.Test;

/** What every norm must keep is inherited; what this one promises stands here. */
final class WhiteningNormTest extends TargetNormContract {
  @Override
  protected TargetNorm norm() {
    return norm(0.01);
  }

  private static TargetNorm norm(double epsilon) {
    return new WhiteningNorm(new WhiteningNorm.Config(epsilon));
  }

  /** Sixteen tokens of width 3, whose channels depend on each other and differ in size. */
  private NDArray tokens() {
    NDArray mixing = manager().create(new float[] {9, 5, 1, 0, 2, 1, 0, 0, 0.3f}).reshape(3, 3);
    NDArray normal = Fakes.normal(manager(), "tokens", new Shape(1, 16, 3), DataType.FLOAT32);
    return normal.matMul(mixing).add(4);
  }

  private static NDArray covariance(NDArray tokens) {
    return tokens.transpose(0, 2, 1).matMul(tokens).div(16);
  }

  @Test
  void leavesUncorrelatedChannelsOfVarianceOne() {
    NDArray white = norm(1e-6).normalize(new Tokens(tokens(), new Grid(4, 4))).values();
    assertThat(covariance(white).toFloatArray())
        .as("covariance of the channels")
        .containsExactly(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, within(1e-2f));
  }

  @Test
  void takesTheMeanAway() {
    NDArray white = norm().normalize(new Tokens(tokens(), new Grid(4, 4))).values();
    assertThat(white.mean(new int[] {1}).toFloatArray())
        .as("means over tokens")
        .containsExactly(new float[] {0, 0, 0}, within(1e-5f));
  }

  @Test
  void keepsWhatIsWhiteInItsDirections() {
    NDArray tokens = manager().create(new float[] {1, 1, -1, 1, 1, -1, -1, -1}).reshape(1, 4, 2);
    NDArray white = norm(1e-6).normalize(new Tokens(tokens, new Grid(2, 2))).values();
    assertThat(white.toFloatArray())
        .as("ZCA turns nothing")
        .containsExactly(new float[] {1, 1, -1, 1, 1, -1, -1, -1}, within(1e-4f));
  }
}
