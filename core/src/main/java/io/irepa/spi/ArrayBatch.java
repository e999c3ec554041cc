package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * A batch whose arrays are at hand: for tests and recorded cases. The arrays stay the caller's.
 *
 * @param step counted from 0
 * @param images [B,3,H,W] in [-1,1]
 * @param x [B,C,h,w], what the model is trained on
 * @param labels [B] int64, from 0 to classes - 1
 * @param targets the encoders' raw tokens [B,T,K], one an alignment, in order
 * @since 0.1
 */
public record ArrayBatch(long step, NDArray images, NDArray x, NDArray labels, List<Tokens> targets)
    implements Batch {
  /**
   * Copies the list.
   *
   * @param step counted from 0
   * @param images [B,3,H,W] in [-1,1]
   * @param x [B,C,h,w]
   * @param labels [B] int64
   * @param targets [B,T,K], one an alignment, in order
   */
  public ArrayBatch {
    targets = List.copyOf(targets);
  }

  @Override
  public Tokens target(int alignment) {
    return targets.get(alignment);
  }
}
