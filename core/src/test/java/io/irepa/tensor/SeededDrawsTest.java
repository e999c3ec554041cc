package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

final class SeededDrawsTest {
  private static final Shape MANY = new Shape(200_001);

  @Test
  void repeatsForTheSameSeedStepAndName() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      float[] first = new SeededDraws(manager, 5, 7).normal("x", new Shape(3, 3)).toFloatArray();
      assertThat(new SeededDraws(manager, 5, 7).normal("x", new Shape(3, 3)).toFloatArray())
          .as("the same draw")
          .isEqualTo(first);
      assertThat(new SeededDraws(manager, 5, 8).normal("x", new Shape(3, 3)).toFloatArray())
          .as("the next step's draw")
          .isNotEqualTo(first);
    }
  }

  @Test
  void numbersLaterDrawsOfAName() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      SeededDraws draws = new SeededDraws(manager, 5, 7);
      draws.uniform("t", new Shape(4));
      assertThat(draws.uniform("t", new Shape(4)).toFloatArray())
          .as("the second draw of t")
          .isEqualTo(new SeededDraws(manager, 5, 7).uniform("t.1", new Shape(4)).toFloatArray());
    }
  }

  @Test
  void doesNotDependOnOtherDraws() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      SeededDraws draws = new SeededDraws(manager, 5, 7);
      draws.normal("noise", new Shape(11));
      assertThat(draws.uniform("t", new Shape(4)).toFloatArray())
          .as("t after noise")
          .isEqualTo(new SeededDraws(manager, 5, 7).uniform("t", new Shape(4)).toFloatArray());
    }
  }

  @Test
  void normalHasTheMomentsOfAStandardNormal() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      NDArray x = new SeededDraws(manager, 1, 0).normal("x", MANY).toType(DataType.FLOAT64, true);
      assertThat(x.mean().getDouble()).as("mean").isCloseTo(0, within(0.01));
      assertThat(x.pow(2).mean().getDouble()).as("variance").isCloseTo(1, within(0.02));
      assertThat(x.pow(3).mean().getDouble()).as("third moment").isCloseTo(0, within(0.05));
      assertThat(x.pow(4).mean().getDouble()).as("fourth moment").isCloseTo(3, within(0.1));
      assertThat(x.isInfinite().any().getBoolean()).as("an infinity").isFalse();
    }
  }

  @Test
  void uniformFillsTheUnitInterval() {
    try (NDManager manager = Native.manager();
        Scope scope = Scope.open()) {
      NDArray x = new SeededDraws(manager, 1, 0).uniform("x", MANY).toType(DataType.FLOAT64, true);
      assertThat(x.min().getDouble()).as("least").isBetween(0.0, 0.001);
      assertThat(x.max().getDouble()).as("greatest").isGreaterThan(0.999).isLessThan(1);
      assertThat(x.mean().getDouble()).as("mean").isCloseTo(0.5, within(0.005));
      assertThat(x.pow(2).mean().getDouble()).as("mean square").isCloseTo(1.0 / 3, within(0.005));
    }
  }
}
