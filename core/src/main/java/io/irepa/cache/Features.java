package io.irepa.cache;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Encoder;

/** An encoder's tokens. */
record Features(Encoder encoder, LossError loss) implements Content {
  @Override
  public NDArray of(NDArray images, long[] examples, int orientation) {
    return encoder.tokens(images);
  }

  @Override
  public String fingerprint() {
    return encoder.fingerprint();
  }

  @Override
  public double error(float[] values) {
    return loss.most(values);
  }
}
