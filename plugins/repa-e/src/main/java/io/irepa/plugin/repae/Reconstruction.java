package io.irepa.plugin.repae;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;

/** The distance of images and reconstructions, pixel by pixel. */
public record Reconstruction(
    @Doc("l1, the mean absolute difference, or l2, the mean squared one") @Default("l1") Type type,
    @Doc("factor in the total") @Default("1.0") @Range(min = 0) double weight) {

  /** Which distance. */
  public enum Type {
    /** Mean absolute difference. */
    L1,
    /** Mean squared difference. */
    L2
  }

  /** One number. */
  NDArray distance(NDArray images, NDArray reconstructions) {
    NDArray difference = images.sub(reconstructions);
    return switch (type) {
      case L1 -> difference.abs().mean();
      case L2 -> difference.square().mean();
    };
  }
}
