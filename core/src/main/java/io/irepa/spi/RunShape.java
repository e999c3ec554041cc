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

  /**
   * Reports where a backbone's keys {@code channels} and {@code input} are not those of the data.
   *
   * @param channels of x
   * @param input side of x
   * @param problems told which value fits
   */
  public void checkInput(int channels, int input, Problems problems) {
    if (autoencoder.isEmpty()) {
      return;
    }
    LatentShape latents = autoencoder.get();
    String source = latents.equals(LatentShape.PIXELS) ? "pixels have" : "the autoencoder gives";
    if (channels != latents.channels()) {
      problems.add(
          "channels",
          "x has %d channels here, but %s %d. Set channels: %d."
              .formatted(channels, source, latents.channels(), latents.channels()));
    }
    if (resolution.isPresent()) {
      int side = resolution.get() / latents.factor();
      if (resolution.get() % latents.factor() != 0) {
        problems.add(
            "input",
            "The autoencoder's factor %d does not divide the resolution %d."
                .formatted(latents.factor(), resolution.get()));
      } else if (input != side) {
        problems.add(
            "input",
            "The input side is %d, but images of side %d over the factor %d give %d. Set input: %d."
                .formatted(input, resolution.get(), latents.factor(), side, side));
      }
    }
  }
}
