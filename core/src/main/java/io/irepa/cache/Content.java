package io.irepa.cache;

import ai.djl.ndarray.NDArray;

/** What a network makes of images, to be kept. */
interface Content {
  /**
   * What is kept of images.
   *
   * @param images [B,3,H,W] in [0,1]
   * @param examples indices of the images in the data
   * @param orientation 1 if they are mirrored
   * @return [B,...] float32, rows by rows for each image, left to the caller's scope
   */
  NDArray of(NDArray images, long[] examples, int orientation);

  /** Changes whenever the network gives something else; the loaded network knows. */
  String fingerprint();

  /**
   * What the rounding of stored numbers does.
   *
   * @param values of some images
   * @return 0 if nothing
   */
  double error(float[] values);
}
