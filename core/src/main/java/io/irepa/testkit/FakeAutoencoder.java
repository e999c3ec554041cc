package io.irepa.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Posterior;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Parameters;

/** Means of 2x2 pixels, mixed to so many channels; a posterior of a trained deviation. */
final class FakeAutoencoder implements Autoencoder {
  static final int FACTOR = 2;

  private final Parameters parameters;

  FakeAutoencoder(Parameters parameters, int channels) {
    this.parameters = parameters;
    parameters.parameter("encoder", new Shape(channels, 3), Initializer.normal(1));
    parameters.parameter("log-variance", new Shape(1, channels, 1, 1), Initializer.zeros());
    parameters.parameter("decoder", new Shape(3, channels), Initializer.normal(1));
  }

  @Override
  public NDArray encode(NDArray images, Draws draws) {
    return Posterior.of(moments(images)).sample(draws);
  }

  @Override
  public NDArray moments(NDArray images) {
    Shape shape = images.getShape();
    long h = shape.get(2) / FACTOR;
    long w = shape.get(3) / FACTOR;
    NDArray small =
        images
            .reshape(shape.get(0), 3, h, FACTOR, w, FACTOR)
            .mean(new int[] {5})
            .mean(new int[] {3}); // [B,3,h,w]
    NDArray mean = mixed("encoder", small);
    return mean.concat(mean.zerosLike().add(parameters.get("log-variance")), 1);
  }

  @Override
  public NDArray decode(NDArray latents) {
    return mixed("decoder", latents.repeat(2, FACTOR).repeat(3, FACTOR));
  }

  /** Channels of [B,C,h,w] mixed by a matrix. */
  private NDArray mixed(String name, NDArray x) {
    Shape shape = x.getShape();
    NDArray flat = x.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3));
    NDArray mixed = parameters.get(name).matMul(flat); // [C,c] [B,c,hw]
    return mixed.reshape(shape.get(0), mixed.getShape().get(1), shape.get(2), shape.get(3));
  }
}
