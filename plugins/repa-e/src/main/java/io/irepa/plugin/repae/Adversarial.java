package io.irepa.plugin.repae;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;

/** How the discriminator acts. */
public record Adversarial(
    @Doc(
            "factor of the discriminator's verdict in the autoencoder's loss; at 0 there is no discriminator")
        @Default("0.1")
        @Range(min = 0)
        double weight,
    @Doc("a further factor of it, and of the discriminator's own loss")
        @Default("1.0")
        @Range(min = 0)
        double factor,
    @Doc("the step from which on it acts; before it, factor is 0") @Default("0") @Range(min = 0)
        long start) {

  /** Whether there is a discriminator at all. */
  boolean exists() {
    return weight > 0;
  }

  /** The factor at a step. */
  double factor(long step) {
    return step < start ? 0 : factor;
  }
}
