package io.irepa.plugin.repae;

import io.irepa.spi.LatentShape;
import io.irepa.spi.Problems;
import io.irepa.spi.RunShape;

/** The keys that both objectives have for an autoencoder's loss. */
interface AutoencoderTerms {
  Reconstruction reconstruction();

  double perceptualWeight();

  PerceptualFiles perceptual();

  double klWeight();

  Adversarial adversarial();

  /** Whether the verdict's weight follows the gradients, as in latent diffusion. */
  default boolean adaptiveWeight() {
    return false;
  }

  Lecam lecam();

  DiscriminatorConfig discriminator();

  /** Reports what does not fit; of a part of a run nothing is known. */
  default void checkTerms(RunShape run, Problems problems) {
    if (run.autoencoder().isEmpty()) {
      return;
    }
    if (run.autoencoder().get().equals(LatentShape.PIXELS)) {
      problems.add(
          "",
          "This objective trains an autoencoder with a posterior, and the run has none (autoencoder: {type: none}). Set autoencoder, such as {type: sd-vae}.");
    }
    if (perceptualWeight() > 0
        && (perceptual().vgg().isEmpty() || perceptual().linear().isEmpty())) {
      problems.add(
          "perceptual",
          "The perceptual loss needs two files of weights. Set perceptual: {vgg: FILE, linear: FILE}, see docs/repa-e.md, or perceptual-weight: 0.");
    }
    if (adversarial().exists()) {
      run.resolution().ifPresent(side -> discriminator().check(side, problems));
    }
    if (lecam().weight() > 0 && !adversarial().exists()) {
      problems.add(
          "lecam",
          "It regularizes the discriminator, and with adversarial.weight: 0 there is none. Set one of the two.");
    }
  }
}
