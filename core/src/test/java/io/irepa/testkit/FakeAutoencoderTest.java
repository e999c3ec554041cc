package io.irepa.testkit;

import io.irepa.spi.Autoencoder;
import io.irepa.spi.LatentShape;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;

/** The fake keeps the contract of what it stands for. */
final class FakeAutoencoderTest extends AutoencoderContract {
  @Override
  protected Autoencoder autoencoder(Parameters parameters, Precision precision) {
    return Fakes.autoencoder(parameters, latents().channels());
  }

  @Override
  protected LatentShape latents() {
    return new LatentShape(4, FakeAutoencoder.FACTOR);
  }
}
