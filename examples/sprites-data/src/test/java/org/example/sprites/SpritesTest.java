package org.example.sprites;

import static org.assertj.core.api.Assertions.assertThat;

import io.irepa.spi.DataSource;
import io.irepa.spi.Example;
import io.irepa.tensor.Philox;
import io.irepa.testkit.DataSourceContract;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every data source must keep is inherited; what this one promises stands here. */
final class SpritesTest extends DataSourceContract {
  private static final int SIDE = 32;
  private static final long SHAPE = 6 * 40 * 32 * 32;

  @Override
  protected DataSource source() {
    return new Sprites(new Sprites.Config(SIDE));
  }

  @Override
  protected int resolution() {
    return SIDE;
  }

  private static float[] image(DataSource source, long index) throws IOException {
    return source.read(index, new Philox(1, 0)).image().orElseThrow();
  }

  private static float red(float[] image, int x, int y) {
    return image[y * SIDE + x];
  }

  @Test
  void hasAsManyExamplesAsDSprites() {
    try (DataSource source = source()) {
      assertThat(source.size()).as("size").isEqualTo(737_280);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theShapeIsTheSlowestFactorAndTheLabel(int label) throws IOException {
    try (DataSource source = source()) {
      Example last = source.read((label + 1) * SHAPE - 1, new Philox(1, 0));
      assertThat(last.label()).as("label of the shape's last example").isEqualTo(label);
    }
  }

  @Test
  void theRowIsTheFastest() throws IOException {
    try (DataSource source = source()) {
      assertThat(red(image(source, 0), SIDE / 4, SIDE / 4)).as("above").isEqualTo(1);
      assertThat(red(image(source, 31), SIDE / 4, 3 * SIDE / 4)).as("below").isEqualTo(1);
      assertThat(red(image(source, 31), SIDE / 4, SIDE / 4)).as("where it was").isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, SHAPE - 1, SHAPE, 2 * SHAPE - 1, 2 * SHAPE, 3 * SHAPE - 1})
  void noSpriteIsCutOff(long index) throws IOException {
    try (DataSource source = source()) {
      float[] image = image(source, index);
      float edge = 0;
      for (int i = 0; i < SIDE; i++) {
        edge += red(image, i, 0) + red(image, i, SIDE - 1);
        edge += red(image, 0, i) + red(image, SIDE - 1, i);
      }
      assertThat(edge).as("white pixels at the image's edge").isZero();
    }
  }

  @Test
  void theForegroundIsTheSprite() throws IOException {
    try (DataSource source = source()) {
      long heart = 2 * SHAPE + 1000;
      float[] image = image(source, heart);
      float[] mask = source.foreground(heart, new Philox(1, 0)).orElseThrow();
      assertThat(mask).as("foreground").hasSize(SIDE * SIDE);
      assertThat(Arrays.copyOf(image, mask.length)).as("red").isEqualTo(mask);
    }
  }
}
