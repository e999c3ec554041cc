package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.IrepaException;
import io.irepa.compose.Composer;
import io.irepa.config.RunConfig;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.AutoencoderUse;
import io.irepa.spi.LatentScale;
import io.irepa.tensor.Draws;
import java.util.Set;

/**
 * The autoencoder of a run on cached latents: nothing of it is in memory until latents are decoded,
 * and then its decoder alone, until it is {@link #release}d.
 */
final class DecoderOnDemand implements Autoencoder {
  private final RunConfig config;
  private final NDManager manager;
  private final LatentScale scaling;
  private Loaded loaded; // null while nothing is in memory

  private record Loaded(NDManager owner, Autoencoder autoencoder) {}

  /**
   * @param config of the run; its autoencoder, without any weights, tells its scale
   * @param manager of the run's device
   */
  DecoderOnDemand(RunConfig config, NDManager manager) {
    this.config = config;
    this.manager = manager;
    try (NDManager owner = manager.newSubManager()) {
      this.scaling = made(owner, Set.of()).scaling();
    }
  }

  private Autoencoder made(NDManager owner, Set<AutoencoderUse.Side> sides) {
    return new Composer(config, owner).autoencoder(AutoencoderUse.FROZEN.withSides(sides));
  }

  @Override
  public NDArray encode(NDArray images, Draws draws) {
    throw notLoaded();
  }

  @Override
  public NDArray moments(NDArray images) {
    throw notLoaded();
  }

  private static IrepaException notLoaded() {
    return new IrepaException(
        "Images are to be encoded, and latents come from a cache: the autoencoder's encoder is not loaded. Leave the section latents out.");
  }

  @Override
  public LatentScale scaling() {
    return scaling;
  }

  @Override
  public NDArray decode(NDArray latents) {
    if (loaded == null) {
      NDManager owner = manager.newSubManager();
      boolean whole = false;
      try {
        loaded = new Loaded(owner, made(owner, Set.of(AutoencoderUse.Side.DECODER)));
        whole = true;
      } finally {
        if (!whole) {
          owner.close();
        }
      }
    }
    return loaded.autoencoder().decode(latents);
  }

  /** Frees the decoder; it is loaded again when it is needed again. */
  void release() {
    if (loaded != null) {
      loaded.owner().close();
      loaded = null;
    }
  }
}
