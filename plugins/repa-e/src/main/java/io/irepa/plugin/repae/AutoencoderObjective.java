package io.irepa.plugin.repae;

import ai.djl.ndarray.NDManager;
import com.google.inject.Inject;
import io.irepa.IrepaException;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Batch;
import io.irepa.spi.Component;
import io.irepa.spi.Field;
import io.irepa.spi.LatentShape;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Phase;
import io.irepa.spi.Posterior;
import io.irepa.spi.RunShape;
import io.irepa.tensor.Draws;
import io.irepa.tensor.ParameterSets;
import io.irepa.tensor.Precision;
import io.irepa.weights.Pretrained;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Trains an autoencoder alone, as latent diffusion does (arXiv 2112.10752, section 3.1). Phases:
 * {@code autoencoder} and, with an adversarial weight, {@code discriminator}, which sees the
 * reconstructions from before the autoencoder's update. The draw is {@code posterior}, like the
 * latents. Their running mean and variance are kept as {@code latent-norm}, for models that are
 * trained on them.
 */
@Extension
@Component(value = "autoencoder", doc = "trains the autoencoder alone, without a backbone")
public final class AutoencoderObjective implements Objective {
  private static final String AUTOENCODER = "autoencoder";

  /** Of a batch in the latents' statistics. */
  private static final double MOMENTUM = 0.02;

  private static final String DISCRIMINATOR = "discriminator";

  private final Autoencoder autoencoder;
  private final AutoencoderLoss loss;
  private final Quality quality;
  private final LatentNorm statistics;
  private final List<Phase> phases;

  /** Called by composition. */
  @Inject
  public AutoencoderObjective(
      AutoencoderConfig config,
      Autoencoder autoencoder,
      ParameterSets parameters,
      Pretrained pretrained,
      RunShape shape,
      Precision precision,
      NDManager manager) {
    this.autoencoder = autoencoder;
    this.loss = new AutoencoderLoss(config, parameters, pretrained, precision, manager);
    this.quality = new Quality(precision, manager);
    this.statistics =
        new LatentNorm(
            parameters.get("latent-norm"),
            shape.autoencoder().orElse(LatentShape.PIXELS).channels(),
            autoencoder.scaling(),
            MOMENTUM);
    Phase own = new Phase(AUTOENCODER, Set.of(AUTOENCODER));
    this.phases = loss.adversarial() ? List.of(own, discriminatorPhase(config)) : List.of(own);
  }

  private static Phase discriminatorPhase(AutoencoderConfig config) {
    return new Phase(
        DISCRIMINATOR,
        Set.of(DISCRIMINATOR),
        config.discriminatorLearningRate().map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        config.discriminatorClip().map(OptionalDouble::of).orElse(OptionalDouble.empty()));
  }

  @Override
  public List<Phase> phases() {
    return phases;
  }

  /** The autoencoder's total is the run's. */
  @Override
  public String totalName(Phase phase) {
    return phase.name().equals(AUTOENCODER) ? "total" : phase.name();
  }

  @Override
  public Losses losses(Phase phase, Batch batch, Draws draws) {
    if (phase.name().equals(DISCRIMINATOR)) {
      return loss.discriminator(batch, autoencoder, draws);
    }
    Posterior posterior = Posterior.of(autoencoder.moments(batch.images()));
    Encoded encoded = Encoded.of(autoencoder, posterior, draws);
    Losses losses = loss.autoencoder(batch, posterior, encoded.images());
    quality.report(batch.images(), encoded.images(), losses);
    statistics.follow(encoded.raw(), losses);
    encoded.carry(losses);
    return losses;
  }

  @Override
  public boolean samples() {
    return false;
  }

  @Override
  public Field field() {
    throw new IrepaException(
        "An autoencoder that is trained alone has nothing to sample from. Train a model on its latents.");
  }
}
