package org.example.dpm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.spi.Interpolant;

/** The numbers of an interpolant at single times. */
record Path(Interpolant interpolant, NDManager manager) {
  /**
   * Where a path is at a time.
   *
   * @param t from 0 to 1
   * @param alpha share of the data
   * @param sigma share of the noise
   * @param alphaDerivative by t
   * @param sigmaDerivative by t
   */
  record Point(
      double t, double alpha, double sigma, double alphaDerivative, double sigmaDerivative) {
    /** {@return log(alpha / sigma): from −∞ at the noise to ∞ at the data} */
    double lambda() {
      return Math.log(alpha / sigma);
    }

    /** The data that state and velocity tell of, by two equations in data and noise. */
    NDArray data(NDArray x, NDArray velocity) {
      double determinant = alpha * sigmaDerivative - alphaDerivative * sigma;
      return x.mul(sigmaDerivative / determinant).sub(velocity.mul(sigma / determinant));
    }
  }

  Point at(double t) {
    if (t == 0) {
      return point(t, 1, 0);
    }
    if (t == 1) {
      return point(t, 0, 1);
    }
    try (NDArray time = manager.create(t);
        NDArray alpha = interpolant.alpha(time);
        NDArray sigma = interpolant.sigma(time)) {
      return point(t, alpha.getDouble(), sigma.getDouble());
    }
  }

  /** Shares are given where rounding would leave a trace of what is gone. */
  private Point point(double t, double alpha, double sigma) {
    try (NDArray time = manager.create(t);
        NDArray alphas = interpolant.alphaDerivative(time);
        NDArray sigmas = interpolant.sigmaDerivative(time)) {
      return new Point(t, alpha, sigma, alphas.getDouble(), sigmas.getDouble());
    }
  }
}
