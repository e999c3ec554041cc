package io.irepa.plugin.autoencoder;

import io.irepa.spi.LatentScale;
import java.util.List;
import java.util.Optional;

/**
 * A published autoencoder.
 *
 * @param id as configurations name it
 * @param shape its dimensions
 * @param scaling of its latents; empty where it is not known for certain
 */
record Preset(String id, VaeShape shape, Optional<LatentScale> scaling) {
  /** Latent diffusion's kl-f8, which Stable Diffusion and SiT take. */
  static final VaeShape F8D4 = new VaeShape(128, List.of(1, 2, 4, 4), 2, 4, 32, true, List.of());

  /** VA-VAE's (arXiv 2501.01423) and REPA-E's start for latents of 32 channels. */
  static final VaeShape F16D32 =
      new VaeShape(128, List.of(1, 1, 2, 2, 4), 2, 32, 32, true, List.of(4));

  private static final Optional<LatentScale> SD =
      Optional.of(new LatentScale(List.of(0.18215), List.of(0.0)));

  /** Statistics of the last two are published as files beside the weights. */
  private static final List<Preset> ALL =
      List.of(
          new Preset("sd-vae", F8D4, SD),
          new Preset("sd-vae-ft-ema", F8D4, SD),
          new Preset("sd-vae-ft-mse", F8D4, SD),
          new Preset("in-vae", F16D32, Optional.empty()),
          new Preset("va-vae", F16D32, Optional.empty()));

  static Optional<Preset> named(String id) {
    return ALL.stream().filter(preset -> preset.id.equals(id)).findFirst();
  }

  static List<String> names() {
    return ALL.stream().map(Preset::id).toList();
  }
}
