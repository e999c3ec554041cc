package io.irepa.plugin.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.irepa.spi.BackboneShape;
import io.irepa.spi.Example;
import io.irepa.spi.Grid;
import io.irepa.spi.LatentShape;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Philox;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SyntheticTest {
  private static final RunShape RUN =
      new RunShape(
          Optional.empty(),
          Optional.of(new LatentShape(4, 8)),
          Optional.of(new BackboneShape(4, 8, new Grid(4, 4), 32, 2, 5, false)),
          List.of(new TokenShape(new Grid(4, 4), 24), new TokenShape(new Grid(8, 8), 10)));

  private static Example read(long index, long seed) {
    try (Synthetic source = new Synthetic(new Synthetic.Config(100), RUN)) {
      return source.read(index, Philox.of(seed, 0, "test"));
    }
  }

  @Test
  void examplesHaveTheShapesThatAreAskedFor() {
    Example example = read(3, 0);
    assertThat(example.image().orElseThrow()).as("image").hasSize(3 * 64 * 64);
    assertThat(example.latents().orElseThrow()).as("latents").hasSize(4 * 8 * 8);
    assertThat(example.targets()).as("targets").hasSize(2);
    assertThat(example.targets().get(0)).as("first target").hasSize(16 * 24);
    assertThat(example.targets().get(1)).as("second target").hasSize(64 * 10);
  }

  @Test
  void labelsGoThroughTheClasses() {
    assertThat(read(4, 0).label()).as("label").isEqualTo(4);
    assertThat(read(5, 0).label()).as("label").isZero();
  }

  @Test
  void imagesAreFromZeroToOne() {
    for (float value : read(0, 0).image().orElseThrow()) {
      assertThat(value).as("value").isBetween(0f, 1f);
    }
  }

  @Test
  void latentsHaveUnitVariance() {
    double sum = 0;
    int count = 0;
    for (long index = 0; index < 100; index++) {
      for (float value : read(index, 0).latents().orElseThrow()) {
        sum += value * value;
        count++;
      }
    }
    assertThat(sum / count).as("mean square").isEqualTo(1, within(0.05));
  }

  @Test
  void anExampleDependsOnItsIndexAlone() {
    assertThat(read(7, 1).image().orElseThrow())
        .as("the same index")
        .isEqualTo(read(7, 2).image().orElseThrow());
    assertThat(read(8, 1).image().orElseThrow())
        .as("another index")
        .isNotEqualTo(read(7, 1).image().orElseThrow());
  }
}
