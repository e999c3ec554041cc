package io.irepa.plugin.meanflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Component;
import io.irepa.spi.Field;
import io.irepa.spi.Guidance;
import io.irepa.spi.Problems;
import io.irepa.spi.RunShape;
import io.irepa.spi.Sampler;
import io.irepa.spi.Settings;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Scope;
import org.pf4j.Extension;

/**
 * Steps of average velocities (arXiv 2505.13447, eq. 12): z_r = z_t - (t - r) u(z_t,r,t), in one
 * step or in several equal ones. States are float64, the model's inputs float32.
 */
@Extension
@Component(value = "meanflow", doc = "average velocities in one step or several equal ones")
public final class MeanFlowSampler implements Sampler {
  /** No keys; it needs average velocities. */
  public record Config() implements Settings {
    @Override
    public void check(RunShape run, Problems problems) {
      if (!run.backbone().map(BackboneShape::interval).orElse(true)) {
        problems.add(
            "",
            "This sampler needs average velocities, and the backbone embeds no interval, so none are learnt. Train with the objective meanflow, or choose the sampler euler.");
      }
    }
  }

  /** Called by composition. */
  @Inject
  @SuppressWarnings("UnusedVariable") // Asking for the record has it checked.
  public MeanFlowSampler(Config config) {}

  @Override
  public NDArray sample(Field field, NDArray noise, NDArray labels, Plan plan, Draws draws) {
    try (NDManager states = noise.getManager().newSubManager()) {
      NDArray z = wide(field.start(noise));
      for (int i = 0; i < plan.steps(); i++) {
        try (Scope scope = Scope.open()) {
          double t = 1 - (double) i / plan.steps();
          double r = 1 - (double) (i + 1) / plan.steps();
          NDArray u = average(field, z, r, t, labels, plan.guidance());
          z = scope.keep(z.sub(u.mul(t - r)), states);
        }
      }
      NDArray samples = z.toType(DataType.FLOAT32, false);
      samples.attach(noise.getManager());
      return samples;
    }
  }

  /** u(z,r,t), guided: with and without labels in one call of the model. */
  private static NDArray average(
      Field field, NDArray z, double r, double t, NDArray labels, Guidance guidance) {
    if (!guidance.acts(t)) {
      return evaluate(field, z, r, t, labels);
    }
    long size = labels.size();
    NDArray none = labels.zerosLike().add(field.nullLabel());
    NDArray both = evaluate(field, z.concat(z), r, t, labels.concat(none));
    NDArray conditional = both.get("0:" + size);
    NDArray unconditional = both.get(size + ":");
    return unconditional.add(conditional.sub(unconditional).mul(guidance.scale()));
  }

  private static NDArray evaluate(Field field, NDArray z, double r, double t, NDArray labels) {
    NDManager manager = z.getManager();
    Shape size = new Shape(labels.size());
    return wide(
        field.averageVelocity(
            z.toType(DataType.FLOAT32, false),
            manager.full(size, (float) r, DataType.FLOAT32),
            manager.full(size, (float) t, DataType.FLOAT32),
            labels));
  }

  private static NDArray wide(NDArray array) {
    return array.toType(DataType.FLOAT64, false);
  }
}
