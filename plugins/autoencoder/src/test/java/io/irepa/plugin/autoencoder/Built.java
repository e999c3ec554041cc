package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.NDManager;
import io.irepa.spi.AutoencoderUse;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.testkit.Fakes;
import io.irepa.weights.Pretrained;

/** Autoencoders as composition builds them. */
final class Built {
  private Built() {}

  /** Its weights are parameters, and begin at random without a file. */
  static SdVae trained(
      SdVaeConfig config, Parameters parameters, Precision precision, NDManager manager) {
    return new SdVae(
        config,
        AutoencoderUse.FROZEN.withWeights(AutoencoderUse.Weights.TRAINED),
        parameters,
        Pretrained.files(),
        precision,
        new Recompute(false),
        manager);
  }

  /** Its weights are the file's. */
  static SdVae of(SdVaeConfig config, AutoencoderUse use, NDManager manager) {
    return new SdVae(
        config,
        use,
        Fakes.parameters(manager, "autoencoder", Precision.FLOAT32),
        Pretrained.files(),
        Precision.FLOAT32,
        new Recompute(false),
        manager);
  }
}
