package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import io.irepa.IrepaException;

/**
 * The flow that a trained objective defines, from noise at t = 1 to data at t = 0. Its methods are
 * called with recording off and use the parameters as they are at the call.
 *
 * @since 0.1
 */
public interface Field {
  /**
   * The velocity dx/dt.
   *
   * @param x [B,C,H,W] float32
   * @param t [B] float32, above 0 and at most 1
   * @param y [B] int64, from 0 to {@link #nullLabel}
   * @return [B,C,H,W] float32
   */
  NDArray velocity(NDArray x, NDArray t, NDArray y);

  /** {@return how x depends on data and noise at each time} */
  Interpolant interpolant();

  /** {@return the label that stands for no class: the number of classes} */
  long nullLabel();

  /**
   * Whether guidance acts on an evaluation; asked only where its scale is above 1.
   *
   * @param guidance its interval is in the times of the recipe, which may count another way
   * @param t of the evaluation
   * @param step time at which the sampler's step begins, which a second evaluation is ahead of
   * @return whether the velocity at t is guided
   */
  default boolean guides(Guidance guidance, double t, double step) {
    // SiT's published samplers ask with the step's beginning for Heun's second evaluation too.
    return guidance.acts(step);
  }

  /**
   * The state at t = 1; also the noise that a sampler adds between.
   *
   * @param noise [B,C,H,W] float32, standard normal
   * @return of the same shape and format
   */
  default NDArray start(NDArray noise) {
    return noise;
  }

  /**
   * What the autoencoder decodes.
   *
   * @param x [B,C,H,W] float32, a state at t = 0
   * @return scaled latents of the same shape and format
   */
  default NDArray end(NDArray x) {
    return x;
  }

  /**
   * The average velocity between two times (arXiv 2505.13447, eq. 3).
   *
   * @param x [B,C,H,W] float32, the state at t
   * @param r [B] float32, from 0 to t
   * @param t [B] float32, from 0 to 1
   * @param y [B] int64, from 0 to {@link #nullLabel}
   * @return [B,C,H,W] float32: the state at r is x - (t - r) times it
   * @throws IrepaException if the objective does not learn one
   */
  default NDArray averageVelocity(NDArray x, NDArray r, NDArray t, NDArray y) {
    throw new IrepaException(
        "This objective learns velocities, not average velocities. Choose another sampler.");
  }
}
