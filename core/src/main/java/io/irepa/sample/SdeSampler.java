package io.irepa.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Field;
import io.irepa.spi.Interpolant;
import io.irepa.spi.Sampler;
import io.irepa.tensor.Draws;
import java.util.Arrays;
import org.pf4j.Extension;

/**
 * Euler-Maruyama on the reverse-time SDE with diffusion w(t) = 2t (SiT, arXiv 2401.08740, section
 * 2.3): times from 1 to 0.04 in equal steps, then 0 without noise. Draws {@code step.<i>} like the
 * noise.
 */
@Extension
@Component(value = "sde", doc = "Euler-Maruyama on the reverse-time SDE (arXiv 2401.08740)")
public final class SdeSampler implements Sampler {
  private static final double LAST_TIME = 0.04;

  /** Called by composition. */
  @Inject
  public SdeSampler() {}

  @Override
  public NDArray sample(Field field, NDArray noise, NDArray labels, Plan plan, Draws draws) {
    double[] times = times(plan.steps());
    try (NDManager states = noise.getManager().newSubManager()) {
      GuidedField guided = new GuidedField(field, plan.guidance(), labels, states);
      NDArray x = guided.start(noise);
      for (int i = 0; i + 1 < times.length; i++) {
        NDArray before = x;
        double now = times[i];
        double dt = times[i + 1] - now;
        boolean last = i + 2 == times.length;
        String name = "step." + i;
        x =
            guided.step(
                () -> {
                  NDArray drift =
                      guided.drift(before, now, now, (v, state, t) -> drift(field, v, state, t));
                  NDArray next = before.add(drift.mul(dt));
                  if (last) {
                    return next;
                  }
                  NDArray shock =
                      field
                          .start(draws.normal(name, noise.getShape()))
                          .toType(DataType.FLOAT64, false);
                  return next.add(shock.mul(Math.sqrt(2 * now * Math.abs(dt))));
                });
        before.close();
      }
      return guided.result(x, noise.getManager());
    }
  }

  /** steps times from 1 to 0.04, then 0. */
  private static double[] times(int steps) {
    return Arrays.copyOf(Times.between(1, LAST_TIME, steps), steps + 1);
  }

  /** v - w(t)/2 score(x, t), w(t) = 2t; the score follows from the velocity (SiT, eq. 9). */
  private static NDArray drift(Field field, NDArray v, NDArray x, double time) {
    Interpolant path = field.interpolant();
    NDArray t = x.getManager().create(time);
    double alpha = path.alpha(t).getDouble();
    double sigma = path.sigma(t).getDouble();
    double ratio = alpha / path.alphaDerivative(t).getDouble();
    double variance = sigma * sigma - ratio * path.sigmaDerivative(t).getDouble() * sigma;
    NDArray score = v.mul(ratio).sub(x).div(variance);
    return v.sub(score.mul(time));
  }
}
