package io.irepa.spi;

import io.irepa.tensor.Parameters;
import java.util.Set;

/**
 * What a process does with its autoencoder, so that it holds no more than that takes. The
 * constructor of an {@link Autoencoder} may ask for it.
 *
 * @param sides that are called; the other may have no weights, and fails when it is called
 * @param weights where they come from
 * @since 0.1
 */
public record AutoencoderUse(Set<Side> sides, Weights weights) {
  /** Both sides, as they are published: what most runs do. */
  public static final AutoencoderUse FROZEN =
      new AutoencoderUse(Set.of(Side.ENCODER, Side.DECODER), Weights.FROZEN);

  /** One of the two networks. */
  public enum Side {
    /** From images to latents. */
    ENCODER,
    /** From latents to images. */
    DECODER
  }

  /** Where weights come from, and who owns them. */
  public enum Weights {
    /**
     * From the file that the configuration names, never changed, and best read when a side is first
     * used; not among the component's {@link Parameters}, so that no checkpoint has them.
     */
    FROZEN,
    /** Parameters, which begin at the file's values or, without a file, at random ones. */
    TRAINED,
    /**
     * Parameters, all of which are overwritten before they are used, by a checkpoint for instance:
     * no file is read.
     */
    LOADED
  }

  /**
   * Copies the set.
   *
   * @param sides that are called
   * @param weights where they come from
   */
  public AutoencoderUse {
    sides = Set.copyOf(sides);
  }

  /**
   * The same for fewer sides.
   *
   * @param only those that are called
   * @return a changed copy
   */
  public AutoencoderUse withSides(Set<Side> only) {
    return new AutoencoderUse(only, weights);
  }

  /**
   * The same with other weights.
   *
   * @param other where they come from
   * @return a changed copy
   */
  public AutoencoderUse withWeights(Weights other) {
    return new AutoencoderUse(sides, other);
  }
}
