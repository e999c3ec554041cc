package org.example.dpm;

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
 * DPM-Solver++(2M) (arXiv 2211.01095, algorithm 2) from t = 1 to 0 in equal steps of time: a
 * multistep method on the data that a state predicts, exact in the linear part of the flow, with
 * one evaluation a step. The data follow from the velocity: x = alpha d + sigma e and v = alpha' d
 * + sigma' e. First and last step are of first order, since λ = log(alpha/sigma) has no bound
 * there.
 */
@Extension
@Component(value = "dpm-solver", doc = "DPM-Solver++(2M), in equal steps")
public final class DpmSolver implements Sampler {
  /** Called by irepa. */
  @Inject
  public DpmSolver() {}

  @Override
  public NDArray sample(Field field, NDArray noise, NDArray labels, Plan plan, Draws draws) {
    NDArray x = field.start(noise).toType(DataType.FLOAT64, true);
    Path path = new Path(field.interpolant(), x.getManager());
    NDArray before = null;
    double width = Double.POSITIVE_INFINITY; // of the step before, in λ
    for (int i = 0; i < plan.steps(); i++) {
      Path.Point now = path.at(1 - (double) i / plan.steps());
      Path.Point then = path.at(1 - (i + 1.0) / plan.steps());
      NDArray data = now.data(x, velocity(field, x, labels, plan.guidance(), now.t()));
      double step = then.lambda() - now.lambda();
      // 1 / (2 r) with r = width / step; no line through two points where either is infinite.
      double ahead = Double.isInfinite(width) || Double.isInfinite(step) ? 0 : step / width / 2;
      NDArray line = ahead == 0 ? data : data.mul(1 + ahead).sub(before.mul(ahead));
      // sigma' / sigma x - alpha' (e^-h - 1) line, written without what is infinite at t = 1.
      double ratio = then.sigma() / now.sigma();
      x = x.mul(ratio).add(line.mul(then.alpha() - ratio * now.alpha()));
      before = data;
      width = step;
    }
    return x.toType(DataType.FLOAT32, true);
  }

  /** Guided (arXiv 2207.12598) where the field says so; the model itself works in float32. */
  private static NDArray velocity(
      Field field, NDArray x, NDArray labels, Guidance guidance, double t) {
    NDArray state = x.toType(DataType.FLOAT32, true);
    NDArray time = state.getManager().full(labels.getShape(), (float) t);
    NDArray conditional = field.velocity(state, time, labels).toType(DataType.FLOAT64, true);
    if (guidance.scale() <= 1 || !field.guides(guidance, t, t)) {
      return conditional;
    }
    NDArray none = labels.zerosLike().add(field.nullLabel());
    NDArray free = field.velocity(state, time, none).toType(DataType.FLOAT64, true);
    return free.add(conditional.sub(free).mul(guidance.scale()));
  }
}
