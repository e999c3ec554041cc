package io.irepa.train;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Component;
import io.irepa.tensor.Draws;
import org.pf4j.Extension;

/** Trains on the pixels themselves. */
@Extension
@Component(value = "none", doc = "no autoencoder: the model is trained on pixels")
public final class NoAutoencoder implements Autoencoder {
  /** Called by composition. */
  @Inject
  public NoAutoencoder() {}

  @Override
  public NDArray encode(NDArray images, Draws draws) {
    return images;
  }

  @Override
  public NDArray decode(NDArray latents) {
    return latents;
  }
}
