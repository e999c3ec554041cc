package io.irepa.train;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;
import io.irepa.tensor.Kernel;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/** AdamW (arXiv 1711.05101, algorithm 2) in one fused call over all parameters. */
@Extension
@Component(value = "adamw", doc = "AdamW in one fused call (arXiv 1711.05101)")
public final class AdamW implements Optimizer {
  private final Config config;
  private final Kernel kernel;

  /** AdamW's keys. */
  public record Config(
      @Doc("learning rate after warm-up") @Default("1.0e-4") @Range(min = 0) double learningRate,
      @Doc("decays of the two moments") @Default("[0.9, 0.999]") @Range(min = 0, max = 1)
          List<Double> betas,
      @Doc("added to the denominator") @Default("1.0e-8") @Range(min = 0) double epsilon,
      @Doc("decoupled weight decay") @Default("0") @Range(min = 0) double weightDecay,
      @Doc("greatest norm of all gradients together; 0 is no clipping")
          @Default("1.0")
          @Range(min = 0)
          double clip,
      @Doc("steps of linear warm-up") @Default("0") @Range(min = 0) long warmup,
      @Doc("share of the run, at its end, over which the learning rate falls linearly to 0")
          @Default("0")
          @Range(min = 0, max = 1)
          double decay)
      implements Settings {
    @Override
    public void check(RunShape run, Problems problems) {
      if (betas.size() != 2) {
        problems.add("betas", "There are " + betas.size() + " numbers; two are needed.");
      }
    }
  }

  /** Called by composition. */
  @Inject
  public AdamW(Config config) {
    this.config = config;
    this.kernel =
        Kernel.of(
            AdamW.class,
            "adamw.ts.py",
            Map.of(
                "beta1", config.betas().get(0),
                "beta2", config.betas().get(1),
                "epsilon", config.epsilon(),
                "decay", config.weightDecay()));
  }

  @Override
  public List<String> moments() {
    return List.of("exp_avg", "exp_avg_sq");
  }

  @Override
  public double learningRate(long step, long steps) {
    double factor = config.warmup() == 0 ? 1 : Math.min(1.0, (step + 1.0) / config.warmup());
    double falling = config.decay() * steps;
    if (falling > 0) {
      factor *= Math.min(1, (steps - step) / falling);
    }
    return config.learningRate() * factor;
  }

  @Override
  public double clip() {
    return config.clip();
  }

  @Override
  public void update(
      NDList parameters, NDList gradients, List<NDList> moments, long step, double learningRate) {
    NDManager manager = parameters.head().getManager();
    NDList scalars =
        new NDList(
            manager.create(new double[] {learningRate, step}).toDevice(ai.djl.Device.cpu(), false));
    kernel.callLists(parameters, gradients, moments.get(0), moments.get(1), scalars);
  }
}
