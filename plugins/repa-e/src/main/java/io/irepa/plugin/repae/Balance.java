package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.irepa.IrepaException;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import java.util.Map;

/**
 * How much a discriminator's verdict counts beside likeness: the ratio of their gradients at the
 * decoder's last layer (VQGAN, arXiv 2012.09841, eq. 7), at most 10^4, as in latent diffusion.
 */
final class Balance {
  private static final float LEAST = 1e-4f;
  private static final float GREATEST = 1e4f;

  private final Parameters autoencoder;

  /**
   * @param autoencoder whose decoder's last layer is {@code decoder.conv_out}
   */
  Balance(Parameters autoencoder) {
    this.autoencoder = autoencoder;
  }

  /** One number, without a gradient. */
  NDArray ratio(NDArray likeness, NDArray verdict) {
    NDList last = new NDList(last());
    NDArray wanted = Autograd.gradientsKeeping(likeness, last).head();
    NDArray found = Autograd.gradientsKeeping(verdict, last).head();
    try (Autograd.Recording off = Autograd.off()) {
      return wanted.norm().div(found.norm().add(LEAST)).clip(0, GREATEST);
    }
  }

  private NDArray last() {
    return autoencoder.trained().entrySet().stream()
        .filter(entry -> entry.getKey().equals("decoder.conv_out.weight"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(
            () ->
                new IrepaException(
                    "adaptive-weight needs an autoencoder whose last layer is named decoder.conv_out.weight, and this one has none. Set adaptive-weight: false."));
  }
}
