package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.pf4j.ExtensionPoint;

/**
 * Updates parameters from gradients.
 *
 * @since 0.1
 */
public interface Optimizer extends ExtensionPoint {
  /**
   * {@return names of the state kept for each parameter, zero at first and shaped like it, as in
   * checkpoints}
   */
  List<String> moments();

  /**
   * The learning rate of a step.
   *
   * @param step counted from 0
   * @param steps of the whole run
   * @return at least 0
   */
  double learningRate(long step, long steps);

  /** {@return the greatest norm of all gradients together; 0 is no clipping} */
  double clip();

  /**
   * Updates in place, with recording off.
   *
   * @param parameters to be updated
   * @param gradients of the same shapes, already clipped
   * @param moments one list a name of {@link #moments}, each as long as {@code parameters}
   * @param step counted from 1: updates of these parameters, this one included
   * @param learningRate of this update
   */
  void update(
      NDList parameters, NDList gradients, List<NDList> moments, long step, double learningRate);

  /**
   * One moment of one parameter before the first update.
   *
   * @param array the parameter
   * @return of its shape and format, belonging to the innermost scope
   */
  default NDArray moment(NDArray array) {
    return array.zerosLike();
  }
}
