package io.irepa.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.spi.Field;
import io.irepa.spi.Sampler;

/** Deterministic integration of a field from t = 1 to 0 in equal steps, in float64. */
final class Ode {
  private Ode() {}

  /** Euler's method, or Heun's, whose last step is Euler's. */
  static NDArray solve(
      Field field, NDArray noise, NDArray labels, Sampler.Plan plan, boolean heun) {
    try (NDManager states = noise.getManager().newSubManager()) {
      GuidedField guided = new GuidedField(field, plan.guidance(), labels, states);
      NDArray x = guided.start(noise);
      double[] times = Times.between(1, 0, plan.steps() + 1);
      for (int i = 0; i < plan.steps(); i++) {
        NDArray before = x;
        double now = times[i];
        double then = times[i + 1];
        boolean second = heun && i + 1 < plan.steps();
        x = guided.step(() -> step(guided, before, now, then, second));
        before.close();
      }
      return guided.result(x, noise.getManager());
    }
  }

  private static NDArray step(
      GuidedField guided, NDArray x, double now, double then, boolean second) {
    NDArray slope = guided.velocity(x, now, now);
    NDArray ahead = x.add(slope.mul(then - now));
    if (!second) {
      return ahead;
    }
    NDArray slopeAhead = guided.velocity(ahead, then, now);
    return x.add(slope.add(slopeAhead).mul(0.5 * (then - now)));
  }
}
