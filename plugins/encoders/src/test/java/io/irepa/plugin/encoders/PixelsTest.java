package io.irepa.plugin.encoders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Encoder;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Scope;
import io.irepa.testkit.EncoderContract;
import io.irepa.testkit.Fakes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PixelsTest {
  @Nested
  final class Sharp extends EncoderContract {
    @Override
    protected Encoder encoder(NDManager manager) {
      return new Pixels(new Pixels.Config(12, 3, 0));
    }

    @Test
    void aTokenIsItsPatch() {
      try (Scope scope = Scope.open()) {
        NDArray images =
            Fakes.uniform(manager(), "images", new Shape(2, 3, 12, 12), DataType.FLOAT32);
        float[] patch = images.get("1, :, 4:8, 8:12").mul(2).sub(1).flatten().toFloatArray();
        NDArray tokens = encoder(manager()).tokens(images);
        assertThat(tokens.get("1, 5").toFloatArray())
            .as("the token in row 1, column 2, of an image in the encoder's size")
            .containsExactly(patch, within(1e-6f));
      }
    }
  }

  @Nested
  final class Blurred extends EncoderContract {
    @Override
    protected Encoder encoder(NDManager manager) {
      return new Pixels(new Pixels.Config(12, 3, 1.5));
    }

    @Test
    void aPointBecomesAGaussian() {
      try (Scope scope = Scope.open()) {
        NDArray images = manager().zeros(new Shape(1, 3, 13, 13), DataType.FLOAT32);
        images.set(new ai.djl.ndarray.index.NDIndex("0, :, 6, 6"), 1f);
        NDArray tokens = new Pixels(new Pixels.Config(13, 13, 1)).tokens(images); // [1,169,3]
        NDArray values = tokens.get("0, :, 0").add(1).div(2).reshape(13, 13);
        double sum = 0;
        for (int i = -3; i <= 3; i++) {
          sum += Math.exp(-i * i / 2.0);
        }
        assertThat((double) values.getFloat(6, 6))
            .as("at the point")
            .isCloseTo(1 / (sum * sum), within(1e-6));
        assertThat((double) values.getFloat(4, 7))
            .as("two rows above, one column to the right")
            .isCloseTo(Math.exp(-5 / 2.0) / (sum * sum), within(1e-6));
        assertThat((double) values.sum().getFloat()).as("sum").isCloseTo(1, within(1e-5));
      }
    }

    @Test
    void anEvenImageStaysAsItIs() {
      try (Scope scope = Scope.open()) {
        NDArray images = manager().ones(new Shape(1, 3, 12, 12), DataType.FLOAT32).mul(0.25f);
        for (float value : encoder(manager()).tokens(images).toFloatArray()) {
          assertThat(value).as("at the edge too").isCloseTo(-0.5f, within(1e-6f));
        }
      }
    }
  }

  @Test
  void aGridThatDoesNotDivideTheInputIsReported() {
    Map<String, String> problems = new LinkedHashMap<>();
    new Pixels.Config(64, 10, 0)
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            problems::put);
    assertThat(problems).containsOnlyKeys("grid");
  }
}
