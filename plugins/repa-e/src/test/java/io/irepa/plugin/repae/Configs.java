package io.irepa.plugin.repae;

import io.irepa.spi.Interpolant;
import io.irepa.spi.TimeDraw;
import java.util.Optional;

/** Configurations for tests, of discriminators that fit images of side 8. */
final class Configs {
  static final Adversarial NO_DISCRIMINATOR = new Adversarial(0, 1, 0);
  static final Adversarial AT_ONCE = new Adversarial(0.3, 0.5, 0);
  static final Lecam NO_LECAM = new Lecam(0, 0.9);
  static final Reconstruction L1 = new Reconstruction(Reconstruction.Type.L1, 0.7);
  static final Reconstruction L2 = new Reconstruction(Reconstruction.Type.L2, 1.3);

  private static final PerceptualFiles NO_FILES =
      new PerceptualFiles(Optional.empty(), Optional.empty());
  private static final DiscriminatorConfig TINY = new DiscriminatorConfig(1, 3);

  private Configs() {}

  /** Without LPIPS, half of all labels dropped, an align weight of 1.5. */
  static RepaEConfig repaE(
      Interpolant path, TimeDraw time, Reconstruction distance, Adversarial adversarial) {
    return repaE(path, time, distance, adversarial, NO_LECAM, 0.01);
  }

  static RepaEConfig repaE(
      Interpolant path,
      TimeDraw time,
      Reconstruction distance,
      Adversarial adversarial,
      Lecam lecam,
      double klWeight) {
    return new RepaEConfig(
        path,
        time,
        RepaEConfig.Target.V,
        0.5,
        1.5,
        distance,
        0,
        NO_FILES,
        klWeight,
        adversarial,
        lecam,
        TINY,
        1e-3,
        2e-3,
        Optional.empty(),
        Optional.of(0.5),
        0.2);
  }

  /** The autoencoder alone, without LPIPS. */
  static AutoencoderConfig autoencoder(
      Reconstruction distance, Adversarial adversarial, Lecam lecam) {
    return new AutoencoderConfig(
        distance,
        0,
        NO_FILES,
        0.01,
        adversarial,
        false,
        lecam,
        TINY,
        Optional.of(2e-3),
        Optional.empty());
  }
}
