package io.irepa.spi;

import ai.djl.ndarray.NDArray;

/**
 * A path between data x and noise e: x_t = alpha(t) x + sigma(t) e, with t = 0 at the data.
 * Stochastic Interpolants, arXiv 2303.08797; SiT, arXiv 2401.08740, section 2. Times are from 0 to
 * 1, of any shape and float format, and results are like them.
 *
 * @since 0.1
 */
public enum Interpolant {
  /** alpha = 1 - t, sigma = t. */
  LINEAR {
    @Override
    public NDArray alpha(NDArray t) {
      return t.neg().add(1);
    }

    @Override
    public NDArray sigma(NDArray t) {
      return t;
    }

    @Override
    public NDArray alphaDerivative(NDArray t) {
      return t.onesLike().neg();
    }

    @Override
    public NDArray sigmaDerivative(NDArray t) {
      return t.onesLike();
    }
  },
  /** alpha = cos(pi t / 2), sigma = sin(pi t / 2). */
  COSINE {
    @Override
    public NDArray alpha(NDArray t) {
      return t.mul(Math.PI / 2).cos();
    }

    @Override
    public NDArray sigma(NDArray t) {
      return t.mul(Math.PI / 2).sin();
    }

    @Override
    public NDArray alphaDerivative(NDArray t) {
      return t.mul(Math.PI / 2).sin().mul(-Math.PI / 2);
    }

    @Override
    public NDArray sigmaDerivative(NDArray t) {
      return t.mul(Math.PI / 2).cos().mul(Math.PI / 2);
    }
  };

  /**
   * The data's share at t.
   *
   * @param t from 0, at the data, to 1
   * @return of t's shape
   */
  public abstract NDArray alpha(NDArray t);

  /**
   * The noise's share at t.
   *
   * @param t from 0, at the data, to 1
   * @return of t's shape
   */
  public abstract NDArray sigma(NDArray t);

  /**
   * The derivative of {@link #alpha} by t.
   *
   * @param t from 0, at the data, to 1
   * @return of t's shape
   */
  public abstract NDArray alphaDerivative(NDArray t);

  /**
   * The derivative of {@link #sigma} by t.
   *
   * @param t from 0, at the data, to 1
   * @return of t's shape
   */
  public abstract NDArray sigmaDerivative(NDArray t);
}
