package io.irepa.plugin.repa;

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
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

final class CosineLossProperties {
  private static final Grid GRID = new Grid(2, 2);

  /** The losses of random tokens, as they are, with either argument scaled, and negated. */
  private record Losses(double plain, double scaled, double negated) {
    static Losses of(long seed, int width, double scaleOfOne, double scaleOfOther) {
      try (NDManager manager = NDManager.newBaseManager(Device.cpu());
          Scope scope = Scope.open()) {
        SeededDraws draws = new SeededDraws(manager, seed, 0);
        Shape shape = new Shape(2, GRID.size(), width);
        NDArray one = draws.normal("one", shape).toType(DataType.FLOAT64, false);
        NDArray other = draws.normal("other", shape).toType(DataType.FLOAT64, false);
        return new Losses(
            loss(one, other),
            loss(one.mul(scaleOfOne), other.mul(scaleOfOther)),
            loss(one.neg(), other));
      }
    }

    private static double loss(NDArray projected, NDArray target) {
      Tokens tokens = new Tokens(projected, GRID);
      return new CosineLoss().loss(tokens, new Tokens(target, GRID), tokens).getDouble();
    }
  }

  @Property(tries = 200)
  void doesNotDependOnTheLengthOfEither(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int width,
      @ForAll @DoubleRange(min = 0.01, max = 100) double scaleOfOne,
      @ForAll @DoubleRange(min = 0.01, max = 100) double scaleOfOther) {
    Losses losses = Losses.of(seed, width, scaleOfOne, scaleOfOther);
    assertThat(losses.scaled()).as("loss of scaled tokens").isCloseTo(losses.plain(), within(1e-9));
  }

  @Property(tries = 200)
  void liesBetweenMinusOneAndOne(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int width) {
    assertThat(Losses.of(seed, width, 1, 1).plain()).as("loss").isBetween(-1 - 1e-12, 1 + 1e-12);
  }

  @Property(tries = 200)
  void changesItsSignWithADirection(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int width) {
    Losses losses = Losses.of(seed, width, 1, 1);
    assertThat(losses.negated())
        .as("loss of the opposite directions")
        .isCloseTo(-losses.plain(), within(1e-12));
  }
}
