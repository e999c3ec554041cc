package io.irepa.train;

import io.irepa.spi.Autoencoder;
import io.irepa.spi.LatentShape;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.testkit.AutoencoderContract;

final class NoAutoencoderTest extends AutoencoderContract {
  @Override
  protected Autoencoder autoencoder(Parameters parameters, Precision precision) {
    return new NoAutoencoder();
  }

  @Override
  protected LatentShape latents() {
    return LatentShape.PIXELS;
  }
}
