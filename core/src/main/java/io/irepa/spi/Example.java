package io.irepa.spi;

import java.util.List;
import java.util.Optional;

/**
 * One training example as a data source reads it, on the Java heap; the receiver owns the arrays.
 * What a source does not supply is empty, but an image or latents are there.
 *
 * @param label from 0 to classes - 1
 * @param image [3,H,W] in [0,1], H = W, row by row
 * @param latents [C,h,w], or moments [2C,h,w], as {@link DataSource.Shaped#latentContent()} says,
 *     from sources whose record says {@link DataSource.Shaped#latents()}
 * @param targets encoder tokens [T,K], one an alignment, in order, from sources that say {@link
 *     DataSource#suppliesTargets()}; an empty array is one that the encoder is to compute
 * @since 0.1
 */
public record Example(
    int label, Optional<float[]> image, Optional<float[]> latents, List<float[]> targets) {
  /**
   * Copies the list.
   *
   * @param label from 0 to classes - 1
   * @param image [3,H,W] in [0,1]
   * @param latents [C,h,w]
   * @param targets [T,K], one an alignment
   */
  public Example {
    targets = List.copyOf(targets);
  }

  /**
   * An image and its label.
   *
   * @param label from 0 to classes - 1
   * @param image [3,H,W] in [0,1]
   */
  public Example(int label, float[] image) {
    this(label, Optional.of(image), Optional.empty(), List.of());
  }
}
