package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Kernel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.ExtensionPoint;

/**
 * Updates parameters from gradients. It keeps no state of its own: what it must remember is in the
 * moments, which core owns, saves and restores.
 *
 * <p>Its constructor may ask for {@link Trained}, to treat parameters differently by name or shape.
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
   * What a run trains, all phases together.
   *
   * @param shapes by the names that {@link Update#names} gives, in the order of creation
   */
  record Trained(Map<String, Shape> shapes) {
    /**
     * Copies the map.
     *
     * @param shapes by name
     */
    public Trained {
      shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
    }
  }

  /**
   * One update of the parameters of a phase.
   *
   * @param step counted from 1: updates of these parameters, this one and skipped ones included
   * @param learningRate of this update, schedules included; finite and at least 0
   * @param names of the parameters, in their order: component and published name, such as {@code
   *     backbone.blocks.0.attn.qkv.bias}
   * @param skip one float32 number on the parameters' device: 0, or 1 where loss or gradient is not
   *     finite; then parameters and moments must stay as they are, bit by bit. To read it from Java
   *     would wait for the device: {@link #assign} does not
   */
  record Update(long step, double learningRate, List<String> names, NDArray skip) {
    private static final Kernel ASSIGN = Kernel.of(Update.class, "assign.ts.py");

    /**
     * Copies the list.
     *
     * @param step counted from 1
     * @param learningRate at least 0
     * @param names of the parameters
     * @param skip one number
     */
    public Update {
      names = List.copyOf(names);
    }

    /**
     * Overwrites a parameter or a moment in place, unless the update is to be skipped.
     *
     * @param array to be overwritten
     * @param values of the same shape; may be anything where the update is to be skipped
     */
    public void assign(NDArray array, NDArray values) {
      ASSIGN.call(array, values, skip);
    }
  }

  /**
   * The learning rate of an update, before the run's schedules, which core multiplies it by.
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
   * @param update its number, learning rate and names, and whether it is to be skipped
   */
  void update(NDList parameters, NDList gradients, List<NDList> moments, Update update);

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
