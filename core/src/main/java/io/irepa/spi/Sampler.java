package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import io.irepa.tensor.Draws;
import org.pf4j.ExtensionPoint;

/**
 * Integrates a field from noise to data. Called with recording off. Begins with {@link
 * Field#start}; {@link Field#end} is its caller's.
 *
 * @since 0.1
 */
public interface Sampler extends ExtensionPoint {
  /**
   * Draws one sample for each label.
   *
   * @param field of the trained objective
   * @param noise [B,C,H,W] float32, standard normal
   * @param labels [B] int64, from 0 to classes - 1
   * @param plan steps and guidance
   * @param draws for samplers that add noise: {@code step.<i>} like the noise, i counted from 0
   * @return [B,C,H,W] float32, the state at t = 0
   * @throws io.irepa.IrepaException if it needs what the field has not, such as average velocities
   */
  NDArray sample(Field field, NDArray noise, NDArray labels, Plan plan, Draws draws);

  /**
   * How to sample.
   *
   * @param steps evaluations of the field, at least 1, guidance and Heun's second ones not counted
   * @param guidance towards the labels; where it does not act, the null label is not asked for
   */
  record Plan(int steps, Guidance guidance) {}
}
