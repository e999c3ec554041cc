package io.irepa.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SinCosTest {
  @Test
  void eachHalfOfThePositionEmbeddingTellsOneCoordinate() {
    float[] values = SinCos.grid(3, 8);
    int at = 0;
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++, at += 8) {
        assertThat(values[at]).as("column").isEqualTo((float) Math.sin(column));
        assertThat(values[at + 4]).as("row").isEqualTo((float) Math.sin(row));
      }
    }
  }
}
