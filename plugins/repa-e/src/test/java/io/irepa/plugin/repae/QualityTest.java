package io.irepa.plugin.repae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Losses;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Scope;
import io.irepa.testkit.Fakes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class QualityTest {
  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private final Quality quality = new Quality(Precision.FLOAT32, manager);
  private final NDArray images =
      Fakes.uniform(manager, "images", new Shape(2, 3, 16, 16), DataType.FLOAT32).sub(0.5);

  @AfterEach
  void close() {
    manager.close();
  }

  private double of(String name, NDArray reconstructions) {
    try (Scope scope = Scope.open()) {
      Losses losses = new Losses();
      quality.report(images, reconstructions, losses);
      return losses.figures().get(name).getFloat();
    }
  }

  @Test
  void anErrorOfATenthOfTheRangeIsTwentyDecibels() {
    assertThat(of("psnr", images.add(0.2))).isCloseTo(20, within(1e-3));
  }

  @Test
  void equalImagesHaveASimilarityOfOne() {
    assertThat(of("ssim", images)).isCloseTo(1, within(1e-4));
  }

  @Test
  void aFlatReconstructionHasHardlyAny() {
    assertThat(of("ssim", images.zerosLike())).isBetween(-0.05, 0.2);
  }
}
