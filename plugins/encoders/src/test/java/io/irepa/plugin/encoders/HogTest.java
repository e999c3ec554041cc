package io.irepa.plugin.encoders;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Encoder;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Scope;
import io.irepa.testkit.EncoderContract;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HogTest extends EncoderContract {
  private static final Hog.Config CONFIG = new Hog.Config(48, 6, 24, 4, 2);

  @Override
  protected Encoder encoder(NDManager manager) {
    return new Hog(CONFIG);
  }

  @Test
  void fingerprintTellsSettingsApart() {
    assertThat(new Hog(new Hog.Config(48, 6, 24, 4, 1)).fingerprint())
        .as("fingerprint of another block size")
        .isNotEqualTo(new Hog(CONFIG).fingerprint());
  }

  /** A vertical edge: all its gradient lies along x, in the first of six orientations. */
  @Test
  void aVerticalEdgeFallsIntoTheFirstOrientation() {
    try (Scope scope = Scope.open()) {
      NDArray images = manager().zeros(new Shape(1, 3, 48, 48), DataType.FLOAT32);
      NDArray right = manager().ones(new Shape(1, 3, 48, 24), DataType.FLOAT32);
      NDArray edge = images.get(":, :, :, 0:24").concat(right, 3);
      NDArray tokens = encoder(manager()).tokens(edge); // [1,36,24]: block row, column, bin
      float[] byBin = tokens.reshape(-1, 6).max(new int[] {0}).toFloatArray();
      assertThat(byBin[0]).as("greatest number of the first orientation").isGreaterThan(0.1f);
      for (int bin = 1; bin < 6; bin++) {
        assertThat(byBin[bin]).as("greatest number of orientation %d", bin).isLessThan(1e-6f);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"48, 24, 2, ''", "48, 26, 2, size", "6, 24, 2, input"})
  void refusesSettingsThatDoNotFit(int input, int size, int block, String key) {
    Map<String, String> problems = new LinkedHashMap<>();
    new Hog.Config(input, 6, size, 4, block)
        .check(
            new RunShape(Optional.empty(), Optional.empty(), Optional.empty(), List.of()),
            problems::put);
    assertThat(String.join(",", problems.keySet())).as("keys with problems").isEqualTo(key);
  }
}
