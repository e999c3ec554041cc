package io.irepa.plugin.autoencoder;

import io.irepa.spi.LatentShape;
import java.util.List;

/**
 * The dimensions of the two networks.
 *
 * @param width channels of the first layer
 * @param multipliers channels of each level over {@code width}; the sides halve between two levels
 * @param blocks residual blocks of a level in the encoder; the decoder has one more
 * @param latentChannels channels of the latents
 * @param groups of the group norms
 * @param attention whether the middle has attention
 * @param attentionLevels levels whose blocks are each followed by attention
 */
record VaeShape(
    int width,
    List<Integer> multipliers,
    int blocks,
    int latentChannels,
    int groups,
    boolean attention,
    List<Integer> attentionLevels) {

  VaeShape {
    multipliers = List.copyOf(multipliers);
    attentionLevels = List.copyOf(attentionLevels);
  }

  int levels() {
    return multipliers.size();
  }

  /** Channels of a level. */
  int channels(int level) {
    return width * multipliers.get(level);
  }

  LatentShape latents() {
    return new LatentShape(latentChannels, 1 << (levels() - 1));
  }
}
