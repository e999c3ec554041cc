package io.irepa.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.config.LatentsConfig.Content;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.LatentScale;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From what a cache keeps to what is trained on, for latents [2,1,1,1] scaled by 3 past 0.5. */
final class LatentsTest {
  private static final Autoencoder AUTOENCODER =
      new Autoencoder() {
        @Override
        public NDArray encode(NDArray images, Draws draws) {
          throw new UnsupportedOperationException();
        }

        @Override
        public NDArray decode(NDArray latents) {
          throw new UnsupportedOperationException();
        }

        @Override
        public LatentScale scaling() {
          return new LatentScale(List.of(3.0), List.of(0.5));
        }
      };

  private NDManager manager;
  private Scope scope;

  @BeforeEach
  void open() {
    manager = Engine.getEngine("PyTorch").newBaseManager();
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
    manager.close();
  }

  private static Latents latents(Optional<Content> content) {
    return new Latents(AUTOENCODER, content);
  }

  private float[] scaled(Optional<Content> content, long step, Shape shape, float... carried) {
    NDArray all = manager.create(carried, shape);
    return latents(content).scaled(all, new SeededDraws(manager, 0, step)).toFloatArray();
  }

  @Test
  void drawsAnotherSampleOfTheMomentsInEachStep() {
    Optional<Content> moments = Optional.of(Content.MOMENTS);
    Shape shape = new Shape(2, 2, 1, 1);
    float[] first = scaled(moments, 0, shape, 1, 0, 2, 0);
    assertThat(scaled(moments, 0, shape, 1, 0, 2, 0)).as("the same step").containsExactly(first);
    assertThat(scaled(moments, 1, shape, 1, 0, 2, 0)).as("the next step").isNotEqualTo(first);
  }

  @Test
  void scalesTheMeanWhereTheVarianceVanishes() {
    assertThat(scaled(Optional.of(Content.MOMENTS), 0, new Shape(2, 2, 1, 1), 1, -90, 2, -90))
        .as("3 (mean - 0.5), log-variances held at -30")
        .containsExactly(new float[] {1.5f, 4.5f}, Offset.offset(1e-5f));
  }

  @Test
  void scalesSamplesAndDrawsNothing() {
    assertThat(scaled(Optional.of(Content.SAMPLES), 0, new Shape(2, 1, 1, 1), 1, 2))
        .as("3 (sample - 0.5)")
        .containsExactly(1.5f, 4.5f);
  }

  @Test
  void leavesLatentsOfTheDataAsTheyAre() {
    assertThat(scaled(Optional.empty(), 0, new Shape(2, 1, 1, 1), 1, 2))
        .as("scaled by the data")
        .containsExactly(1, 2);
  }
}
