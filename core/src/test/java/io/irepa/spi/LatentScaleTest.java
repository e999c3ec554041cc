package io.irepa.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LatentScaleTest {
  private final NDManager manager = NDManager.newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private NDArray latents() {
    return manager.create(new float[] {1, 2, 3, 4}, new Shape(1, 2, 1, 2));
  }

  @Test
  void scalesEachChannelByItsOwnNumbers() {
    LatentScale scale = new LatentScale(List.of(2.0, 10.0), List.of(1.0, 3.0));
    assertThat(scale.apply(latents()).toFloatArray()).containsExactly(0, 2, 0, 10);
  }

  @Test
  void undoesWhatItDid() {
    LatentScale scale = new LatentScale(List.of(0.5), List.of(0.25, -4.0));
    assertThat(scale.undo(scale.apply(latents())).toFloatArray()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void refusesNumbersForOtherChannels() {
    LatentScale scale = new LatentScale(List.of(1.0, 1.0, 1.0), List.of(0.0));
    assertThatThrownBy(() -> scale.apply(latents()))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("2 channels")
        .hasMessageContaining("3 numbers");
  }

  @Test
  void refusesAScaleOfZero() {
    assertThatThrownBy(() -> new LatentScale(List.of(1.0, 0.0), List.of(0.0)))
        .isInstanceOf(IrepaException.class)
        .hasMessageContaining("positive");
  }

  @Test
  void samplesThePosteriorOfMomentsWhoseVarianceIsBounded() {
    NDArray moments = manager.create(new float[] {5, -1000}, new Shape(1, 2, 1, 1));
    Posterior posterior = Posterior.of(moments);
    assertThat(posterior.mean().toFloatArray()).containsExactly(5);
    assertThat(posterior.logVariance().toFloatArray()).containsExactly(-30);
  }
}
