package io.irepa.plugin.repae;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;

/** The dimensions of the discriminator. */
public record DiscriminatorConfig(
    @Doc("layers with a batch norm, the last of them without halving the sides")
        @Default("3")
        @Range(min = 1, max = 8)
        int layers,
    @Doc("channels of the first layer; they double up to eightfold") @Default("64") @Range(min = 1)
        int width) {

  /** Channels after layer i, from 0, the one without a norm. */
  int channels(int layer) {
    return width * Math.min(1 << layer, 8);
  }

  /** The side of the logits of an image; below 1 where the image is too small. */
  int side(int image) {
    int side = image;
    for (int i = 0; i < layers; i++) {
      side /= 2; // 4x4, stride 2, padding 1
    }
    return side - 2; // twice 4x4, stride 1, padding 1
  }

  /** Reports images that are too small. */
  void check(int image, Problems problems) {
    if (side(image) < 1) {
      problems.add(
          "discriminator",
          "Images of side %d are too small for a discriminator of %d layers, which halves them %d times and then takes 2 more off. Set fewer layers."
              .formatted(image, layers, layers));
    }
  }
}
