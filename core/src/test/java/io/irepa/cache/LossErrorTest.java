package io.irepa.cache;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.irepa.config.CacheConfig.Format;
import io.irepa.spi.Grid;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Philox;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Two images of 2x2 tokens of width 64, normally distributed. */
final class LossErrorTest {
  private static final int WIDTH = 64;

  private static float[] normal(int seed, int count) {
    Philox random = Philox.of(seed, 0, "loss-error");
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static RowCodec codec(Format format) {
    return new RowCodec(format, 4, WIDTH);
  }

  private static double most(Format format, float[] tokens, TargetNorm norm) {
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      return new LossError(codec(format), new Grid(2, 2), norm, manager).most(tokens);
    }
  }

  private static float[] read(Format format, float[] tokens, int from) {
    ByteBuffer bytes = ByteBuffer.allocate(codec(format).bytes()).order(ByteOrder.LITTLE_ENDIAN);
    codec(format).encode(tokens, from, bytes);
    return codec(format).decode(bytes.flip());
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 0, 0", "BFLOAT16, 0.0005, 0.004", "INT8, 0.002, 0.02"})
  void isOfTheSizeOfTheRounding(Format format, double least, double greatest) {
    assertThat(most(format, normal(1, 2 * 4 * WIDTH), tokens -> tokens))
        .as("%s", format)
        .isBetween(least, greatest);
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void noVectorsCosineChangesByMore(Format format) {
    float[] tokens = normal(2, 2 * 4 * WIDTH);
    double change = 0;
    for (int token = 0; token < 8; token++) {
      float[] image = read(format, tokens, token / 4 * 4 * WIDTH);
      float[] other = normal(3 + token, WIDTH);
      change += cosine(other, tokens, token * WIDTH) - cosine(other, image, token % 4 * WIDTH);
    }
    assertThat(Math.abs(change) / 8)
        .as("change of the mean cosine")
        .isLessThanOrEqualTo(most(format, tokens, same -> same) + 1e-7);
  }

  private static double cosine(float[] a, float[] b, int from) {
    double product = 0;
    double aa = 0;
    double bb = 0;
    for (int k = 0; k < WIDTH; k++) {
      product += a[k] * b[from + k];
      aa += a[k] * a[k];
      bb += b[from + k] * b[from + k];
    }
    return product / Math.sqrt(aa * bb);
  }

  /** What all tokens share hides what the norm brings forth. */
  @Test
  void isToldAfterTheNorm() {
    float[] tokens = normal(4, 2 * 4 * WIDTH);
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] += 50;
    }
    TargetNorm centred =
        given ->
            new Tokens(given.values().sub(given.values().mean(new int[] {1}, true)), given.grid());
    assertThat(most(Format.INT8, tokens, centred))
        .as("after the mean of the tokens is taken off")
        .isGreaterThan(10 * most(Format.INT8, tokens, same -> same));
  }
}
