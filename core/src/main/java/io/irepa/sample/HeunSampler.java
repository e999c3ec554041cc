package io.irepa.sample;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Field;
import io.irepa.spi.Sampler;
import io.irepa.tensor.Draws;
import org.pf4j.Extension;

/** Heun's method, from t = 1 to 0 in equal steps; the last is Euler's. */
@Extension
@Component(
    value = "heun",
    doc = "Heun's method, from t = 1 to 0 in equal steps; the last is Euler's")
public final class HeunSampler implements Sampler {
  /** Called by composition. */
  @Inject
  public HeunSampler() {}

  @Override
  public NDArray sample(Field field, NDArray noise, NDArray labels, Plan plan, Draws draws) {
    return Ode.solve(field, noise, labels, plan, true);
  }
}
