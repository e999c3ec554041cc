package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import io.irepa.tensor.Draws;
import org.pf4j.ExtensionPoint;

/**
 * Integrates a field from noise to data. Called with recording off.
 *
 * @since 0.1
 */
public interface Sampler extends ExtensionPoint {
  /**
   * Draws one sample for each label.
   *
   * @param field of the trained objective
   * @param noise [B,C,H,W] float32, standard normal
   * @param labels [B] int64
   * @param plan steps and guidance
   * @param draws for samplers that add noise: {@code step.<i>} like the noise
   * @return [B,C,H,W] float32
   */
  NDArray sample(Field field, NDArray noise, NDArray labels, Plan plan, Draws draws);

  /**
   * How to sample.
   *
   * @param steps evaluations of the field, guidance and Heun's second ones not counted
   * @param guidance by class
   */
  record Plan(int steps, Guidance guidance) {}
}
