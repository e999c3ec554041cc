package io.irepa.plugin.repae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.irepa.IrepaException;
import io.irepa.spi.Losses;
import io.irepa.spi.Phase;
import io.irepa.tensor.Philox;
import io.irepa.testkit.Gradients;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AutoencoderObjectiveTest {
  private static Rig rig(Reconstruction distance, Adversarial adversarial) {
    return new Rig(Configs.autoencoder(distance, adversarial, Configs.NO_LECAM));
  }

  @Test
  void gradientsAgreeWithFiniteDifferences() {
    try (Rig rig = rig(Configs.L2, Configs.AT_ONCE)) {
      Gradients.check(
          () -> rig.losses("autoencoder").total(),
          rig.set("autoencoder").trained(),
          3,
          new Philox(4, 0));
    }
  }

  @Test
  void theDiscriminatorsGradientsAgreeWithFiniteDifferences() {
    try (Rig rig = rig(Configs.L2, Configs.AT_ONCE)) {
      Gradients.check(
          () -> rig.losses("discriminator").total(),
          rig.set("discriminator").trained(),
          3,
          new Philox(5, 0));
    }
  }

  @Test
  void theDiscriminatorIsAPhaseOfItsOwn() {
    try (Rig rig = rig(Configs.L1, Configs.AT_ONCE);
        Rig without = rig(Configs.L1, Configs.NO_DISCRIMINATOR)) {
      assertThat(rig.objective().phases().stream().map(Phase::name))
          .containsExactly("autoencoder", "discriminator");
      assertThat(without.objective().phases().stream().map(Phase::name))
          .containsExactly("autoencoder");
      assertThat(rig.gradients("discriminator", Losses::total, "autoencoder").values())
          .containsOnly(0.0);
    }
  }

  @Test
  void theNoiseRatioIsThatOfTheSquaredError() {
    try (Rig rig = rig(Configs.L2, Configs.NO_DISCRIMINATOR)) {
      Map<String, Double> terms = rig.terms("autoencoder");
      assertThat(terms.get("psnr")).as("dB").isBetween(0.0, 40.0);
      assertThat(terms.keySet()).as("of images of side 8").doesNotContain("ssim");
    }
  }

  @Test
  void theTotalIsWithoutTheFigures() {
    try (Rig rig = rig(Configs.L1, Configs.NO_DISCRIMINATOR)) {
      Map<String, Double> terms = rig.terms("autoencoder");
      assertThat(terms.get("total"))
          .isCloseTo(0.7 * terms.get("reconstruction") + 0.01 * terms.get("kl"), within(1e-5));
    }
  }

  @Test
  void hasNothingToSampleFrom() {
    try (Rig rig = rig(Configs.L1, Configs.NO_DISCRIMINATOR)) {
      assertThatThrownBy(() -> rig.objective().field())
          .isInstanceOf(IrepaException.class)
          .hasMessageContaining("nothing to sample");
    }
  }
}
