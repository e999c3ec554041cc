package io.irepa.plugin.encoders;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The mean and deviation of each channel, which images are shifted and scaled by.
 *
 * @param mean of red, green and blue in [0,1]
 * @param deviation likewise
 */
record Normalization(float[] mean, float[] deviation) {
  /** The channels of ImageNet's images. */
  static Normalization imageNet() {
    return new Normalization(
        new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});
  }

  /**
   * As arrays that a kernel takes.
   *
   * @param manager owns them
   * @return mean and deviation, each [1,3,1,1]
   */
  NDList arrays(NDManager manager) {
    Shape shape = new Shape(1, mean.length, 1, 1);
    return new NDList(manager.create(mean, shape), manager.create(deviation, shape));
  }
}
