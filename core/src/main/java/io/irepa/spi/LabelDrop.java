package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;

/**
 * Classifier-free guidance needs a model that knows no class too (arXiv 2207.12598): in training
 * some labels are replaced by the null label.
 *
 * @since 0.1
 */
public final class LabelDrop {
  private LabelDrop() {}

  /**
   * Labels, the null label where the draw is below the share.
   *
   * @param labels [B] int64; not changed
   * @param draw [B], uniform in [0,1)
   * @param share of labels that are dropped, from 0 to 1
   * @param nullLabel the number of classes
   * @return [B] int64
   */
  public static NDArray drop(NDArray labels, NDArray draw, double share, long nullLabel) {
    NDArray none = labels.zerosLike().add(nullLabel);
    return NDArrays.where(draw.lt((float) share), none, labels);
  }
}
