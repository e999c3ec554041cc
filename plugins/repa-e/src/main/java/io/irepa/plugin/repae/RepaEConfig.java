package io.irepa.plugin.repae;

import io.irepa.spi.BackboneShape;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Objective;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.TimeDraw;
import java.util.Optional;

/** The keys of the REPA-E objective. */
public record RepaEConfig(
    @Doc("path between data and noise") @Default("linear") Interpolant path,
    @Doc("how training times are drawn") @Default("uniform") TimeDraw time,
    @Doc("what the backbone predicts: v, the velocity") @Default("v") Target prediction,
    @Doc("share of labels replaced by the null label, for guidance")
        @Default("0.1")
        @Range(min = 0, max = 1)
        double labelDrop,
    @Doc(
            "factor of the alignment losses in the autoencoder's total; the alignments' own weights do not enter there")
        @Default("1.5")
        @Range(min = 0)
        double autoencoderAlignWeight,
    @Doc("distance of images and reconstructions") @Default("{}") Reconstruction reconstruction,
    @Doc("factor of LPIPS in the autoencoder's total; 0 needs no weights of it")
        @Default("1.0")
        @Range(min = 0)
        double perceptualWeight,
    @Doc("weights of LPIPS") @Default("{}") PerceptualFiles perceptual,
    @Doc("factor of the posterior's divergence from a standard normal one")
        @Default("1e-6")
        @Range(min = 0)
        double klWeight,
    @Doc("how the discriminator acts") @Default("{}") Adversarial adversarial,
    @Doc("regularization of the discriminator") @Default("{}") Lecam lecam,
    @Doc("dimensions of the discriminator") @Default("{}") DiscriminatorConfig discriminator,
    @Doc("learning rate of the autoencoder's phase") @Default("1e-4") @Range(min = 0)
        double autoencoderLearningRate,
    @Doc("learning rate of the discriminator's phase") @Default("1e-4") @Range(min = 0)
        double discriminatorLearningRate,
    @Doc("greatest gradient norm of the autoencoder's phase; the optimizer's if left out")
        @Range(min = 0)
        Optional<Double> autoencoderClip,
    @Doc("greatest gradient norm of the discriminator's phase; the optimizer's if left out")
        @Range(min = 0)
        Optional<Double> discriminatorClip,
    @Doc("share of a batch in the running statistics of the norm over latents")
        @Default("0.1")
        @Range(min = 0, max = 1)
        double latentNormMomentum)
    implements Objective.TrainsAutoencoder, AutoencoderTerms {

  /** What the backbone predicts. */
  public enum Target {
    /** The velocity dx/dt. */
    V
  }

  @Override
  public void check(RunShape run, Problems problems) {
    if (run.backbone().map(BackboneShape::interval).orElse(false)) {
      problems.add(
          "",
          "This objective has one time, but the backbone embeds an interval. Set the backbone's interval: false.");
    }
    checkTerms(run, problems);
  }
}
