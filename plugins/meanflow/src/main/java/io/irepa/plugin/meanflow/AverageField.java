package io.irepa.plugin.meanflow;

import ai.djl.ndarray.NDArray;
import io.irepa.IrepaException;
import io.irepa.spi.Field;
import io.irepa.spi.Interpolant;

/** The field of average velocities; between equal times they are velocities. */
final class AverageField implements Field {
  private final AverageVelocity average;
  private final Interpolant path;

  AverageField(AverageVelocity average, Interpolant path) {
    this.average = average;
    this.path = path;
  }

  @Override
  public NDArray velocity(NDArray x, NDArray t, NDArray y) {
    return average.between(x, t, t, y);
  }

  @Override
  public NDArray averageVelocity(NDArray x, NDArray r, NDArray t, NDArray y) {
    if (r.gt(t).any().getBoolean()) {
      throw new IrepaException(
          "An average velocity is learnt from r up to t, and here an r is above its t. Give the earlier time, nearer to the data, as r.");
    }
    return average.between(x, r, t, y);
  }

  @Override
  public Interpolant interpolant() {
    return path;
  }

  @Override
  public long nullLabel() {
    return average.nullLabel();
  }
}
