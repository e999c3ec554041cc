package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Alignment;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Backbone;
import io.irepa.spi.Batch;
import io.irepa.spi.Component;
import io.irepa.spi.Field;
import io.irepa.spi.Interpolant;
import io.irepa.spi.LabelDrop;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Phase;
import io.irepa.spi.Posterior;
import io.irepa.spi.Prediction;
import io.irepa.tensor.Draws;
import io.irepa.tensor.ParameterSets;
import io.irepa.tensor.Precision;
import io.irepa.weights.Pretrained;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.pf4j.Extension;

/**
 * REPA-E (arXiv 2504.10483, section 3.3): autoencoder and model trained end to end, by the
 * alignment and not by the denoising loss. Phases, in order: {@code autoencoder} by its own losses
 * and the alignment, {@code discriminator}, {@code model} by flow matching and alignment on latents
 * that are detached. All see the latents and reconstructions from before the autoencoder's update.
 *
 * <p>Draws: {@code posterior} like the latents, {@code time} [B] and {@code noise} like the
 * latents, once a step; {@code drop} [B] in the model's phase.
 */
@Extension
@Component(value = "repa-e", doc = "autoencoder and model end to end, by the alignment")
public final class RepaE implements Objective {
  private static final String AUTOENCODER = "autoencoder";
  private static final String DISCRIMINATOR = "discriminator";
  private static final String TIME = "time";
  private static final String NOISE = "noise";

  private final RepaEConfig config;
  private final Backbone backbone;
  private final Alignment alignment;
  private final Autoencoder autoencoder;
  private final AutoencoderLoss loss;
  private final LatentNorm norm;
  private final List<Phase> phases;

  /** Called by composition. */
  @Inject
  public RepaE(
      RepaEConfig config,
      Backbone backbone,
      Alignment alignment,
      Autoencoder autoencoder,
      ParameterSets parameters,
      Pretrained pretrained,
      Precision precision,
      NDManager manager) {
    this.config = config;
    this.backbone = backbone;
    this.alignment = alignment;
    this.autoencoder = autoencoder;
    this.loss = new AutoencoderLoss(config, parameters, pretrained, precision, manager);
    this.norm =
        new LatentNorm(
            parameters.get("latent-norm"),
            backbone.shape().channels(),
            autoencoder.scaling(),
            config.latentNormMomentum());
    this.phases = phases(config);
  }

  private static List<Phase> phases(RepaEConfig config) {
    List<Phase> phases = new ArrayList<>();
    phases.add(phase(AUTOENCODER, config.autoencoderLearningRate(), config.autoencoderClip()));
    if (config.adversarial().exists()) {
      phases.add(
          phase(DISCRIMINATOR, config.discriminatorLearningRate(), config.discriminatorClip()));
    }
    phases.add(Phase.MODEL);
    return List.copyOf(phases);
  }

  /** A phase of the component of its name. */
  static Phase phase(String name, double rate, Optional<Double> clip) {
    return new Phase(
        name,
        Set.of(name),
        OptionalDouble.of(rate),
        clip.map(OptionalDouble::of).orElse(OptionalDouble.empty()));
  }

  @Override
  public List<Phase> phases() {
    return phases;
  }

  @Override
  public Losses losses(Phase phase, Batch batch, Draws draws) {
    return switch (phase.name()) {
      case AUTOENCODER -> autoencoder(batch, draws);
      case DISCRIMINATOR -> loss.discriminator(batch, autoencoder, draws);
      default -> model(batch, draws);
    };
  }

  /** Norm by running statistics, labels as they are: the model is in evaluation mode here. */
  private Losses autoencoder(Batch batch, Draws draws) {
    Posterior posterior = Posterior.of(autoencoder.moments(batch.images()));
    Encoded encoded = Encoded.of(autoencoder, posterior, draws);
    Losses losses = loss.autoencoder(batch, posterior, encoded.images());
    encoded.carry(losses);
    State state = state(norm.byRunning(encoded.raw()), batch, draws);
    losses.carry(TIME, state.time()).carry(NOISE, state.noise());
    Set<Integer> depths = alignment.depths(batch.step());
    Backbone.Inputs inputs = new Backbone.Inputs(state.x(), state.time(), batch.labels());
    Alignment.Terms terms =
        depths.isEmpty()
            ? Alignment.Terms.NONE
            : alignment.terms(backbone.hidden(inputs, depths), batch);
    // Published code weights the losses of all alignments alike here, whatever the model's weights.
    terms.each().values().stream()
        .reduce(NDArray::add)
        .ifPresentOrElse(
            sum -> losses.add("align-autoencoder", config.autoencoderAlignWeight(), sum),
            () -> losses.report("align-autoencoder", losses.total().zerosLike()));
    return losses;
  }

  /** The latents are data here: without a gradient, by their own statistics. */
  private Losses model(Batch batch, Draws draws) {
    NDArray raw = Encoded.raw(autoencoder, batch, draws); // [B,C,h,w]
    Losses losses = new Losses();
    State state = state(norm.byBatch(raw, losses), batch, draws);
    NDArray labels =
        LabelDrop.drop(
            batch.labels(),
            draws.uniform("drop", new Shape(raw.getShape().get(0))),
            config.labelDrop(),
            backbone.shape().classes());
    Prediction prediction =
        backbone.forward(
            new Backbone.Inputs(state.x(), state.time(), labels), alignment.depths(batch.step()));
    return losses
        .add("denoise", prediction.value().sub(state.velocity()).square().mean())
        .align(alignment.terms(prediction.hidden(), batch));
  }

  /**
   * A place on the path.
   *
   * @param x [B,C,h,w]
   * @param time [B]
   * @param noise [B,C,h,w]
   * @param velocity [B,C,h,w], dx/dt
   */
  private record State(NDArray x, NDArray time, NDArray noise, NDArray velocity) {}

  /** The state of normalized latents at the step's times and noise. */
  private State state(NDArray latents, Batch batch, Draws draws) {
    long count = latents.getShape().get(0);
    Interpolant path = config.path();
    NDArray time = batch.carried(TIME).orElseGet(() -> config.time().times(draws, path, count));
    NDArray noise = batch.carried(NOISE).orElseGet(() -> draws.normal(NOISE, latents.getShape()));
    NDArray t = time.reshape(count, 1, 1, 1);
    return new State(
        path.alpha(t).mul(latents).add(path.sigma(t).mul(noise)),
        time,
        noise,
        path.alphaDerivative(t).mul(latents).add(path.sigmaDerivative(t).mul(noise)));
  }

  @Override
  public Field field() {
    return new VelocityField();
  }

  /** The backbone's prediction is the velocity of normalized latents. */
  private final class VelocityField implements Field {
    @Override
    public NDArray velocity(NDArray x, NDArray t, NDArray y) {
      return backbone.forward(new Backbone.Inputs(x, t, y), Set.of()).value();
    }

    @Override
    public Interpolant interpolant() {
      return config.path();
    }

    @Override
    public long nullLabel() {
      return backbone.shape().classes();
    }

    @Override
    public NDArray end(NDArray x) {
      return autoencoder.scaling().apply(norm.undo(x));
    }
  }
}
