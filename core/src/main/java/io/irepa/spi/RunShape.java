package io.irepa.spi;

import java.util.List;
import java.util.Optional;

/**
 * What a run's configuration says of its shapes, before anything is built.
 *
 * @param resolution side of the images, in pixels; absent if the data give whatever is asked for
 * @param autoencoder the latents' shape; {@link LatentShape#PIXELS} without an autoencoder; absent
 *     if the data bring latents of whatever shape the backbone takes
 * @param backbone of the run; absent while its own keys are wrong
 * @param targets of the alignments' encoders, in order; those with wrong keys are left out
 * @since 0.1
 */
public record RunShape(
    Optional<Integer> resolution,
    Optional<LatentShape> autoencoder,
    Optional<BackboneShape> backbone,
    List<TokenShape> targets) {
  /**
   * Copies the list.
   *
   * @param resolution in pixels
   * @param autoencoder the latents' shape
   * @param backbone of the run
   * @param targets in the order of the alignments
   */
  public RunShape {
    targets = List.copyOf(targets);
  }
}
