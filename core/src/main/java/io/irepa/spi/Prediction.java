package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/**
 * What a backbone gives. The arrays belong to the innermost scope.
 *
 * @param value [B,C,H,W], like x
 * @param hidden image tokens [B,T,D] after as many blocks as the key says, one for each tap asked
 *     for
 * @since 0.1
 */
public record Prediction(NDArray value, Map<Integer, Tokens> hidden) {
  /**
   * Copies the map.
   *
   * @param value [B,C,H,W]
   * @param hidden [B,T,D] by depth
   */
  public Prediction {
    hidden = Map.copyOf(hidden);
  }
}
