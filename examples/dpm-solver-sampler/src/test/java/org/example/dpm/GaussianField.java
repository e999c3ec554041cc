package org.example.dpm;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Field;
import io.irepa.spi.Interpolant;

/**
 * The field of normally distributed data: with x = alpha d + sigma e, a state's standardized value
 * stays the same all along the flow, so that noise e ends at mean + deviation e.
 */
record GaussianField(Interpolant interpolant, double mean, double deviation) implements Field {
  @Override
  public NDArray velocity(NDArray x, NDArray t, NDArray y) {
    NDArray time = t.reshape(-1, 1, 1, 1);
    NDArray alpha = interpolant.alpha(time);
    NDArray sigma = interpolant.sigma(time);
    NDArray slopes = interpolant.alphaDerivative(time);
    NDArray centred = x.sub(alpha.mul(mean));
    NDArray spread = alpha.square().mul(deviation * deviation);
    NDArray change =
        slopes
            .mul(alpha)
            .mul(deviation * deviation)
            .add(interpolant.sigmaDerivative(time).mul(sigma));
    return slopes.mul(mean).add(centred.mul(change).div(spread.add(sigma.square())));
  }

  @Override
  public long nullLabel() {
    return 4;
  }
}
