package io.irepa.plugin.irepa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Grid;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

final class SpatialNormProperties {
  private static final int WIDTH = 3;

  /** Random tokens, changed, then normalized. */
  private static double[] normalized(
      long seed, int tokens, double gamma, double epsilon, UnaryOperator<NDArray> change) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu());
        Scope scope = Scope.open()) {
      NDArray values =
          new SeededDraws(manager, seed, 0)
              .normal("tokens", new Shape(2, tokens, WIDTH))
              .toType(DataType.FLOAT64, false);
      return new SpatialNorm(new SpatialNorm.Config(gamma, epsilon))
          .normalize(new Tokens(change.apply(values), new Grid(1, tokens)))
          .values()
          .toDoubleArray();
    }
  }

  @Property(tries = 200)
  void aShiftOfAllTokensIsTakenAwayWithGammaOne(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 9) int tokens,
      @ForAll @DoubleRange(min = -100, max = 100) double shift) {
    assertThat(normalized(seed, tokens, 1, 1e-6, x -> x.add(shift)))
        .as("normalized tokens, shifted by %s before", shift)
        .containsExactly(
            normalized(seed, tokens, 1, 1e-6, x -> x), Offset.offset(1e-9 * (1 + 100 * tokens)));
  }

  @Property(tries = 200)
  void theScaleOfTokensIsTakenAwayWithEpsilonZero(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 9) int tokens,
      @ForAll @DoubleRange(min = -1, max = 2) double gamma,
      @ForAll @DoubleRange(min = 0.01, max = 100) double scale) {
    double[] expected = normalized(seed, tokens, gamma, 0, x -> x);
    double[] actual = normalized(seed, tokens, gamma, 0, x -> x.mul(scale));
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("number %d, scaled by %s before", i, scale)
          .isCloseTo(expected[i], within(1e-9 * (1 + Math.abs(expected[i]))));
    }
  }

  @Property(tries = 200)
  void gammaOneGivesMeanZeroAndDeviationOne(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 9) int tokens) {
    double[] values = normalized(seed, tokens, 1, 0, x -> x);
    for (int channel = 0; channel < WIDTH; channel++) {
      double sum = 0;
      double squares = 0;
      for (int token = 0; token < tokens; token++) {
        double value = values[token * WIDTH + channel];
        sum += value;
        squares += value * value;
      }
      assertThat(sum / tokens).as("mean of channel %d", channel).isCloseTo(0, within(1e-9));
      assertThat(squares / (tokens - 1))
          .as("unbiased variance of channel %d", channel)
          .isCloseTo(1, within(1e-9));
    }
  }
}
