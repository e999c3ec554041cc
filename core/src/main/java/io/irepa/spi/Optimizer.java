package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * Updates parameters from gradients. It keeps no state of its own: what it must remember is in the
 * moments, which core owns, saves and restores.
 *
 * @since 0.1
 */
public interface Optimizer extends ExtensionPoint {
  /**
   * Names of the state kept for each parameter, as in checkpoints.
   *
   * @return all different, without a dot, always the same
   */
  List<String> moments();

  /**
   * The learning rate of an update.
   *
   * @param step counted from 0
   * @param steps of the whole run
   * @return finite and at least 0
   */
  double learningRate(long step, long steps);

  /**
   * The greatest norm of all gradients together. Core clips.
   *
   * @return at least 0; 0 is no clipping
   */
  double clip();

  /**
   * Updates in place, with recording off.
   *
   * @param parameters to be updated, in the format of the precision's edges
   * @param gradients of the same shapes, formats and order, already clipped; may be overwritten
   * @param moments one list a name of {@link #moments}, each as long as {@code parameters}; updated
   *     too
   * @param step counted from 1: updates of these parameters, this one included
   * @param learningRate of this update
   */
  void update(
      NDList parameters, NDList gradients, List<NDList> moments, long step, double learningRate);

  /**
   * The state before the first update, for each name of {@link #moments}: a new array.
   *
   * @param array the parameter
   * @return of its shape; zeros in its format where an optimizer does not say otherwise
   */
  default NDArray moment(NDArray array) {
    return array.zerosLike();
  }
}
