package io.irepa.plugin.repae;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Objective;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import java.util.Optional;

/** The keys of the objective that trains an autoencoder alone. */
public record AutoencoderConfig(
    @Doc("distance of images and reconstructions") @Default("{}") Reconstruction reconstruction,
    @Doc("factor of LPIPS; 0 needs no weights of it") @Default("1.0") @Range(min = 0)
        double perceptualWeight,
    @Doc("weights of LPIPS") @Default("{}") PerceptualFiles perceptual,
    @Doc("factor of the posterior's divergence from a standard normal one")
        @Default("1e-6")
        @Range(min = 0)
        double klWeight,
    @Doc("how the discriminator acts") @Default("{}") Adversarial adversarial,
    @Doc(
            "multiply adversarial.weight by the ratio of two gradient norms at the decoder's last layer, that of reconstruction and LPIPS over the discriminator's, as latent diffusion does")
        @Default("false")
        boolean adaptiveWeight,
    @Doc("regularization of the discriminator") @Default("{}") Lecam lecam,
    @Doc("dimensions of the discriminator") @Default("{}") DiscriminatorConfig discriminator,
    @Doc("learning rate of the discriminator; the optimizer's if left out") @Range(min = 0)
        Optional<Double> discriminatorLearningRate,
    @Doc("greatest gradient norm of the discriminator; the optimizer's if left out") @Range(min = 0)
        Optional<Double> discriminatorClip)
    implements Objective.TrainsAutoencoder, AutoencoderTerms {

  @Override
  public boolean alone() {
    return true;
  }

  @Override
  public void check(RunShape run, Problems problems) {
    checkTerms(run, problems);
  }
}
