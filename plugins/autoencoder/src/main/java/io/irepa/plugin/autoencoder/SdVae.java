package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.IrepaException;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.AutoencoderUse;
import io.irepa.spi.AutoencoderUse.Side;
import io.irepa.spi.Component;
import io.irepa.spi.LatentScale;
import io.irepa.spi.Posterior;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.weights.Pretrained;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * The autoencoder of latent diffusion (arXiv 2112.10752, kl regularized), by which Stable
 * Diffusion, SiT and REPA-E see images: residual blocks with group norms on each level, the sides
 * halved between levels, attention in the middle, and a posterior of independent normal
 * distributions.
 */
@Extension
@Component(value = "sd-vae", doc = "the autoencoder of latent diffusion, in all published sizes")
public final class SdVae implements Autoencoder {
  private final VaeShape shape;
  private final LatentScale scaling;
  private final Parts parts;
  private final Optional<Tiles> tiles;
  private final Map<Side, Network> networks = new EnumMap<>(Side.class);

  /** Called by composition; looks whether the file of weights fits. */
  @Inject
  public SdVae(
      SdVaeConfig config,
      AutoencoderUse use,
      Parameters parameters,
      Pretrained pretrained,
      Precision precision,
      Recompute recompute,
      NDManager manager) {
    this.shape = config.shape();
    this.parts = new Parts(config.imagesAtOnce(), shape.width());
    this.tiles = config.tile().map(side -> new Tiles(side, shape.latents().factor()));
    this.scaling = scaling(config, use, manager);
    VaeWeights weights = new VaeWeights(shape, config.weights(), pretrained);
    Map<Side, Weights> found =
        switch (use.weights()) {
          case FROZEN -> weights.frozen(use.sides(), manager, precision);
          case TRAINED -> weights.trained(use.sides(), parameters);
          case LOADED -> weights.loaded(use.sides(), parameters);
        };
    found.forEach(
        (side, arrays) ->
            networks.put(
                side,
                new Network(Layers.of(shape, side), shape.groups(), arrays, precision, recompute)));
  }

  private static LatentScale scaling(SdVaeConfig config, AutoencoderUse use, NDManager manager) {
    return config
        .statistics()
        .map(file -> Statistics.read(file, config.shape().latentChannels(), manager))
        .or(config::scaling)
        .orElseGet(
            () -> {
              if (use.weights() == AutoencoderUse.Weights.FROZEN && !use.sides().isEmpty()) {
                throw new IrepaException(
                    "The statistics of the autoencoder's latents are unknown. Set scale and bias, a file of statistics, or the preset of published weights; scale: 1 leaves latents as they are.");
              }
              return LatentScale.NONE;
            });
  }

  @Override
  public NDArray encode(NDArray images, Draws draws) {
    return scaling.apply(Posterior.of(moments(images)).sample(draws));
  }

  @Override
  public NDArray moments(NDArray images) {
    Shape sides = images.getShape();
    int factor = shape.latents().factor();
    if (sides.get(2) % factor != 0 || sides.get(3) % factor != 0) {
      throw new IrepaException(
          "Images of the shape %s cannot be encoded: their sides are no multiples of %d."
              .formatted(sides, factor));
    }
    Network encoder = network(Side.ENCODER);
    return parts.map(images, sides.get(2) * sides.get(3), encoder::apply);
  }

  @Override
  public LatentScale scaling() {
    return scaling;
  }

  @Override
  public NDArray decode(NDArray latents) {
    Shape sides = latents.getShape();
    if (sides.get(1) != shape.latentChannels()) {
      throw new IrepaException(
          "Latents of the shape %s cannot be decoded: they have %d channels and not %d."
              .formatted(sides, sides.get(1), shape.latentChannels()));
    }
    NDArray raw = scaling.undo(latents);
    return tiles
        .filter(cut -> cut.cut(raw))
        .map(cut -> cut.decode(raw, this::decodeWhole))
        .orElseGet(() -> decodeWhole(raw));
  }

  private NDArray decodeWhole(NDArray raw) {
    long factor = shape.latents().factor();
    long pixels = raw.getShape().get(2) * raw.getShape().get(3) * factor * factor;
    return parts.map(raw, pixels, network(Side.DECODER)::apply);
  }

  private Network network(Side side) {
    Network network = networks.get(side);
    if (network == null) {
      throw new IrepaException(
          "This process holds the autoencoder's sides %s alone, and the other is called."
              .formatted(List.copyOf(networks.keySet())));
    }
    return network;
  }
}
