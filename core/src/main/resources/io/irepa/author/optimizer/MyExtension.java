package org.example.extension;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Range;
import java.util.List;
import org.pf4j.Extension;

/**
 * Lion (arXiv 2302.06675, algorithm 2): the sign of an average of gradients. Its learning rates are
 * three to ten times smaller than Adam's.
 */
@Extension
@Component(value = "my-extension", doc = "Lion: the sign of averaged gradients")
public final class MyExtension implements Optimizer {
  private final Config config;

  /**
   * The keys.
   *
   * @param learningRate before schedules
   * @param near β1, of the step
   * @param far β2, of the average
   * @param weightDecay decoupled
   * @param clip greatest norm of all gradients
   */
  public record Config(
      @Doc("learning rate before the run's schedules") @Default("1.0e-4") @Range(min = 0)
          double learningRate,
      @Doc("weight of the average in a step") @Default("0.9") @Range(min = 0, max = 1) double near,
      @Doc("weight of the past in the average") @Default("0.99") @Range(min = 0, max = 1)
          double far,
      @Doc("decoupled weight decay") @Default("0") @Range(min = 0) double weightDecay,
      @Doc("greatest norm of all gradients; 0 is no clipping") @Default("1") @Range(min = 0)
          double clip) {}

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public MyExtension(Config config) {
    this.config = config;
  }

  @Override
  public List<String> moments() {
    return List.of("average");
  }

  @Override
  public double learningRate(long step, long steps) {
    return config.learningRate();
  }

  @Override
  public double clip() {
    return config.clip();
  }

  @Override
  public void update(NDList parameters, NDList gradients, List<NDList> moments, Update update) {
    for (int i = 0; i < parameters.size(); i++) {
      NDArray w = parameters.get(i);
      NDArray g = gradients.get(i);
      NDArray m = moments.get(0).get(i);
      NDArray direction = mixed(m, g, config.near()).sign().add(w.mul(config.weightDecay()));
      // `assign` changes nothing where the gradients are not finite.
      update.assign(w, w.sub(direction.mul(update.learningRate())));
      update.assign(m, mixed(m, g, config.far()));
    }
  }

  private static NDArray mixed(NDArray average, NDArray gradient, double share) {
    return average.mul(share).add(gradient.mul(1 - share));
  }
}
