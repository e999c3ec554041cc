package io.irepa.plugin.repae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.irepa.spi.Interpolant;
import io.irepa.spi.Losses;
import io.irepa.spi.Phase;
import io.irepa.spi.TimeDraw;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Which phase moves what. */
final class PhasesTest {
  private static Rig rig(Adversarial adversarial) {
    return new Rig(Configs.repaE(Interpolant.LINEAR, TimeDraw.UNIFORM, Configs.L1, adversarial));
  }

  @Test
  void comeInThePublishedOrderWithRatesAndClippingOfTheirOwn() {
    try (Rig rig = rig(Configs.AT_ONCE)) {
      assertThat(rig.objective().phases().stream().map(Phase::name))
          .containsExactly("autoencoder", "discriminator", "model");
      assertThat(rig.phase("autoencoder").learningRate()).isEqualTo(OptionalDouble.of(1e-3));
      assertThat(rig.phase("discriminator").learningRate()).isEqualTo(OptionalDouble.of(2e-3));
      assertThat(rig.phase("discriminator").clip()).isEqualTo(OptionalDouble.of(0.5));
      assertThat(rig.phase("model")).isEqualTo(Phase.MODEL);
    }
  }

  @Test
  void withoutAnAdversarialWeightThereIsNoDiscriminator() {
    try (Rig rig = rig(Configs.NO_DISCRIMINATOR)) {
      assertThat(rig.objective().phases().stream().map(Phase::name))
          .containsExactly("autoencoder", "model");
      assertThat(rig.set("discriminator").all()).as("parameters").isEmpty();
    }
  }

  @Test
  void theDenoisingLossDoesNotReachTheAutoencoder() {
    try (Rig rig = rig(Configs.AT_ONCE)) {
      assertThat(rig.gradients("model", Losses::total, "autoencoder").values())
          .as("gradients of the model's total")
          .containsOnly(0.0);
    }
  }

  @Test
  void theDiscriminatorsLossDoesNotReachTheAutoencoder() {
    try (Rig rig = rig(Configs.AT_ONCE)) {
      assertThat(rig.gradients("discriminator", Losses::total, "autoencoder").values())
          .containsOnly(0.0);
    }
  }

  @Test
  void theAlignmentReachesTheEncoderThroughTheNormAndNotTheDecoder() {
    try (Rig rig = rig(Configs.AT_ONCE)) {
      Map<String, Double> gradients =
          rig.gradients(
              "autoencoder", losses -> losses.terms().get("align-autoencoder"), "autoencoder");
      assertThat(gradients.get("encoder")).as("encoder").isNotZero();
      assertThat(gradients.get("log-variance")).as("log-variance").isNotZero();
      assertThat(gradients.get("decoder")).as("decoder").isZero();
    }
  }

  @Test
  void onlyTheModelsPhaseMovesTheNormOverLatents() {
    try (Rig rig = rig(Configs.AT_ONCE)) {
      double[] before = rig.numbers("latent-norm");
      rig.terms("autoencoder");
      rig.terms("discriminator");
      assertThat(rig.numbers("latent-norm")).as("before the model's phase").isEqualTo(before);
      rig.terms("model");
      assertThat(rig.numbers("latent-norm")).as("after it").isNotEqualTo(before);
    }
  }

  @Test
  void theDiscriminatorsStatisticsMoveInTheAutoencodersPhaseToo() {
    try (Rig rig = rig(Configs.AT_ONCE)) {
      double[] first = rig.buffer("discriminator", "main.3.running_mean");
      rig.terms("autoencoder");
      double[] second = rig.buffer("discriminator", "main.3.running_mean");
      rig.terms("discriminator");
      assertThat(second).isNotEqualTo(first);
      assertThat(rig.buffer("discriminator", "main.3.running_mean")).isNotEqualTo(second);
    }
  }

  @Test
  void beforeTheStartTheDiscriminatorHasNoSay() {
    try (Rig rig = rig(new Adversarial(0.3, 0.5, 1))) {
      assertThat(rig.terms("autoencoder")).containsEntry("adversarial", 0.0);
      Map<String, Double> terms = rig.terms("discriminator");
      assertThat(terms.get("hinge")).as("hinge, unweighted").isPositive();
      assertThat(terms.get("total")).as("its total").isZero();
    }
  }

  @Test
  void theAutoencodersTotalIsItsTermsTimesTheirWeights() {
    try (Rig rig = rig(Configs.AT_ONCE)) {
      Map<String, Double> terms = rig.terms("autoencoder");
      double expected =
          0.7 * terms.get("reconstruction")
              + 0.01 * terms.get("kl")
              + 0.3 * 0.5 * terms.get("adversarial")
              + 1.5 * terms.get("align-autoencoder");
      assertThat(terms.get("total")).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void samplesAreUndoneByTheStatisticsThatLatentsWereNormalizedWith() {
    try (Rig rig = rig(Configs.NO_DISCRIMINATOR)) {
      for (int i = 0; i < 5; i++) {
        rig.terms("model");
      }
      double mean = rig.buffer("latent-norm", "running_mean")[0];
      double variance = rig.buffer("latent-norm", "running_var")[0];
      double undone =
          rig.objective().field().end(rig.batch().x().zerosLike().add(2)).toDoubleArray()[0];
      assertThat(undone).isCloseTo(2 * Math.sqrt(variance + 1e-4) + mean, within(1e-5));
    }
  }

  @Test
  void lecamFollowsTheMeanLogits() {
    RepaEConfig config =
        Configs.repaE(
            Interpolant.LINEAR,
            TimeDraw.UNIFORM,
            Configs.L1,
            Configs.AT_ONCE,
            new Lecam(0.5, 0.75),
            0);
    try (Rig rig = new Rig(config)) {
      Map<String, Double> first = rig.terms("discriminator");
      double real = 4 * rig.buffer("lecam", "real_logits_mean")[0];
      double fake = 4 * rig.buffer("lecam", "fake_logits_mean")[0];
      double expected = Math.pow(Math.max(real, 0), 2) + Math.pow(Math.max(-fake, 0), 2);
      assertThat(first.get("lecam")).as("from means of zero").isCloseTo(expected, within(1e-5));
      assertThat(first.get("total"))
          .isCloseTo(0.5 * first.get("hinge") + 0.5 * expected, within(1e-5));
    }
  }
}
