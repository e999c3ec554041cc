package org.example.extension;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.LatentShape;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.SeededDraws;
import io.irepa.testkit.AutoencoderContract;
import io.irepa.testkit.Fakes;
import org.junit.jupiter.api.Test;

/** What every autoencoder must keep is inherited; what this one promises stands here. */
final class MyExtensionTest extends AutoencoderContract {
  private static final MyExtension.Config CONFIG = new MyExtension.Config(2);

  @Override
  protected Autoencoder autoencoder(Parameters parameters, Precision precision) {
    return new MyExtension(CONFIG);
  }

  @Override
  protected LatentShape latents() {
    return CONFIG.latents();
  }

  @Test
  void losesNothing() {
    NDArray images = Fakes.uniform(manager(), "images", new Shape(1, 3, 4, 6), DataType.FLOAT32);
    Autoencoder autoencoder = new MyExtension(CONFIG);
    NDArray latents = autoencoder.encode(images, new SeededDraws(manager(), 1, 0));
    assertThat(autoencoder.decode(latents).toFloatArray())
        .as("pixels, there and back")
        .isEqualTo(images.toFloatArray());
  }
}
