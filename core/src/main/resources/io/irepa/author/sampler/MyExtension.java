package org.example.extension;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Field;
import io.irepa.spi.Guidance;
import io.irepa.spi.Sampler;
import io.irepa.tensor.Draws;
import org.pf4j.Extension;

/**
 * The midpoint method from t = 1 to 0 in equal steps: the velocity in the middle of a step carries
 * over the whole of it.
 */
@Extension
@Component(value = "my-extension", doc = "the midpoint method, in equal steps")
public final class MyExtension implements Sampler {
  /** Called by irepa. */
  @Inject
  public MyExtension() {}

  @Override
  public NDArray sample(Field field, NDArray noise, NDArray labels, Plan plan, Draws draws) {
    NDArray x = field.start(noise).toType(DataType.FLOAT64, true);
    double step = -1.0 / plan.steps();
    for (int i = 0; i < plan.steps(); i++) {
      double now = 1 + i * step;
      NDArray half = x.add(velocity(field, x, labels, plan.guidance(), now, now).mul(step / 2));
      NDArray middle = velocity(field, half, labels, plan.guidance(), now + step / 2, now);
      x = x.add(middle.mul(step));
    }
    return x.toType(DataType.FLOAT32, true);
  }

  /** Guided (arXiv 2207.12598) where the field says so; the model itself works in float32. */
  private static NDArray velocity(
      Field field, NDArray x, NDArray labels, Guidance guidance, double t, double step) {
    NDArray state = x.toType(DataType.FLOAT32, true);
    NDArray time = state.getManager().full(labels.getShape(), (float) t);
    NDArray conditional = field.velocity(state, time, labels).toType(DataType.FLOAT64, true);
    if (guidance.scale() <= 1 || !field.guides(guidance, t, step)) {
      return conditional;
    }
    NDArray none = labels.zerosLike().add(field.nullLabel());
    NDArray free = field.velocity(state, time, none).toType(DataType.FLOAT64, true);
    return free.add(conditional.sub(free).mul(guidance.scale()));
  }
}
