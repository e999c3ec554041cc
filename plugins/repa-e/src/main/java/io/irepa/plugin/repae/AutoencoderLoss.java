package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Batch;
import io.irepa.spi.Losses;
import io.irepa.spi.Posterior;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.ParameterSets;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.weights.Pretrained;
import java.util.Optional;

/**
 * What an autoencoder and its discriminator minimise (latent diffusion, arXiv 2112.10752, section
 * 3.1, in the form of REPA-E's code): reconstruction, LPIPS, the posterior's divergence, and a
 * hinge between discriminator and autoencoder (arXiv 1705.02894).
 */
final class AutoencoderLoss {
  private static final String REAL = "real_logits_mean";
  private static final String FAKE = "fake_logits_mean";

  private final AutoencoderTerms terms;
  private final Optional<Discriminator> discriminator;
  private final Optional<LazyLpips> perceptual;
  private final Parameters lecam;
  private final Balance balance;

  /** Creates discriminator and LPIPS, as far as their weights are above 0. */
  AutoencoderLoss(
      AutoencoderTerms terms,
      ParameterSets parameters,
      Pretrained pretrained,
      Precision precision,
      NDManager manager) {
    this.terms = terms;
    this.discriminator =
        terms.adversarial().exists()
            ? Optional.of(
                new Discriminator(
                    terms.discriminator(), parameters.get("discriminator"), precision))
            : Optional.empty();
    this.perceptual =
        terms.perceptualWeight() > 0
            ? Optional.of(new LazyLpips(terms.perceptual(), pretrained, precision, manager))
            : Optional.empty();
    this.lecam = parameters.get("lecam");
    this.balance = new Balance(parameters.get("autoencoder"));
    if (terms.lecam().weight() > 0) {
      lecam.buffer(REAL, new Shape(1), Initializer.zeros());
      lecam.buffer(FAKE, new Shape(1), Initializer.zeros());
    }
  }

  /** Whether there is a discriminator to train. */
  boolean adversarial() {
    return discriminator.isPresent();
  }

  /**
   * The autoencoder's terms.
   *
   * @return by the names of the format's terms: LPIPS where it is weighted, the discriminator's
   *     verdict where there is one
   */
  Losses autoencoder(Batch batch, Posterior posterior, NDArray reconstructions) {
    NDArray images = batch.images();
    Reconstruction distance = terms.reconstruction();
    Losses losses = new Losses();
    losses.add("reconstruction", distance.weight(), distance.distance(images, reconstructions));
    perceptual.ifPresent(
        lpips ->
            losses.add(
                "perceptual", terms.perceptualWeight(), lpips.distance(images, reconstructions)));
    NDArray likeness = losses.total();
    losses.add("kl", terms.klWeight(), divergence(posterior));
    discriminator.ifPresent(
        judge -> deceive(judge, batch.step(), reconstructions, likeness, losses));
    return losses;
  }

  /** The autoencoder is to be taken for the data; before the start there is no verdict. */
  private void deceive(
      Discriminator judge, long step, NDArray reconstructions, NDArray likeness, Losses losses) {
    double factor = terms.adversarial().factor(step);
    if (factor == 0) {
      losses.report("adversarial", losses.total().zerosLike());
      return;
    }
    Discriminator.Verdict verdict = judge.judge(reconstructions);
    judge.follow(losses, verdict);
    NDArray term = verdict.logits().mean().neg();
    double weight = terms.adversarial().weight() * factor;
    if (terms.adaptiveWeight()) {
      losses.add("adversarial", balance.ratio(likeness, term).mul((float) weight), term);
    } else {
      losses.add("adversarial", weight, term);
    }
  }

  /** The divergence from a standard normal distribution, summed over a latent, batch mean. */
  private static NDArray divergence(Posterior posterior) {
    NDArray each =
        posterior
            .mean()
            .square()
            .add(posterior.logVariance().exp())
            .sub(1)
            .sub(posterior.logVariance());
    return each.sum().mul(0.5f).div(posterior.mean().getShape().get(0));
  }

  /**
   * The discriminator's terms: {@code hinge}, times the factor of the step, and {@code lecam} where
   * it is weighted. With accumulation, each part of a batch moves the running means.
   */
  Losses discriminator(Batch batch, Autoencoder autoencoder, Draws draws) {
    Discriminator judge = discriminator.orElseThrow();
    Discriminator.Verdict real = judge.judge(batch.images());
    Discriminator.Verdict fake = judge.judge(Encoded.images(autoencoder, batch, draws));
    NDArray hinge =
        real.logits()
            .neg()
            .add(1)
            .maximum(0)
            .mean()
            .add(fake.logits().add(1).maximum(0).mean())
            .mul(0.5f);
    Losses losses = new Losses();
    losses.add("hinge", terms.adversarial().factor(batch.step()), hinge);
    judge.follow(losses, real, fake);
    if (terms.lecam().weight() > 0) {
      regularize(real.logits().mean(), fake.logits().mean(), losses);
    }
    return losses;
  }

  /** Each side's mean logit stays near the other's running mean. */
  private void regularize(NDArray real, NDArray fake, Losses losses) {
    NDArray knownReal = lecam.get(REAL);
    NDArray knownFake = lecam.get(FAKE);
    NDArray term =
        real.sub(knownFake).maximum(0).square().add(knownReal.sub(fake).maximum(0).square()).mean();
    losses.add("lecam", terms.lecam().weight(), term);
    float decay = (float) terms.lecam().decay();
    losses.move(knownReal, knownReal.mul(decay).add(real.mul(1 - decay)));
    losses.move(knownFake, knownFake.mul(decay).add(fake.mul(1 - decay)));
  }
}
