package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.IrepaException;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;
import io.irepa.tensor.Host;
import io.irepa.tensor.Kernel;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/**
 * AdamW (arXiv 1711.05101, algorithm 2) in one fused call over all parameters that share a weight
 * decay.
 */
@Extension
@Component(value = "adamw", doc = "AdamW in one fused call (arXiv 1711.05101)")
public final class AdamW implements Optimizer {
  private final Config config;
  private final Kernel kernel;
  private final Set<String> withoutDecay;

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
      @Doc(
              value =
                  "parameters whose weights do not decay; * stands for any letters and dots, ? for one",
              example = "['*.bias', 'backbone.y_embedder.*']")
          @Default("[]")
          List<String> noDecay,
      @Doc("whether parameters of one dimension decay: biases, scales of norms") @Default("true")
          boolean decayVectors)
      implements Settings {
    @Override
    public void check(RunShape run, Problems problems) {
      if (betas.size() != 2) {
        problems.add("betas", "There are " + betas.size() + " numbers; two are needed.");
      }
    }
  }

  /**
   * Called by composition.
   *
   * @throws IrepaException if a pattern of {@code no-decay} fits no parameter
   */
  @Inject
  public AdamW(Config config, Trained trained) {
    this.config = config;
    this.kernel =
        Kernel.of(
            AdamW.class,
            "adamw.ts.py",
            Map.of(
                "beta1", config.betas().get(0),
                "beta2", config.betas().get(1),
                "epsilon", config.epsilon()));
    this.withoutDecay = withoutDecay(config, trained.shapes());
  }

  private static Set<String> withoutDecay(Config config, Map<String, Shape> shapes) {
    Set<String> names = new HashSet<>();
    for (String text : config.noDecay()) {
      NamePattern pattern = new NamePattern(text);
      List<String> matching = pattern.matching(shapes.keySet());
      names.addAll(matching);
      if (matching.isEmpty()) {
        throw new IrepaException(
            "optimizer.no-decay: No trained parameter fits '%s'. Near it: %s."
                .formatted(text, String.join(", ", pattern.nearest(shapes.keySet(), 3))));
      }
    }
    if (!config.decayVectors()) {
      shapes.forEach(
          (name, shape) -> {
            if (shape.dimension() <= 1) {
              names.add(name);
            }
          });
    }
    return names;
  }

  @Override
  public List<String> moments() {
    return List.of("exp_avg", "exp_avg_sq");
  }

  @Override
  public double learningRate(long step, long steps) {
    double factor = config.warmup() == 0 ? 1 : Math.min(1.0, (step + 1.0) / config.warmup());
    return config.learningRate() * factor;
  }

  @Override
  public double clip() {
    return config.clip();
  }

  @Override
  public void update(NDList parameters, NDList gradients, List<NDList> moments, Update update) {
    Group decayed = new Group();
    Group others = new Group();
    for (int i = 0; i < parameters.size(); i++) {
      boolean decays = config.weightDecay() == 0 || !withoutDecay.contains(update.names().get(i));
      (decays ? decayed : others).add(parameters, gradients, moments, i);
    }
    decayed.update(update, config.weightDecay());
    others.update(update, 0);
  }

  /** Parameters that share a weight decay, with their gradients and moments. */
  private final class Group {
    private final NDList parameters = new NDList();
    private final NDList gradients = new NDList();
    private final NDList averages = new NDList();
    private final NDList squares = new NDList();

    void add(NDList parameters, NDList gradients, List<NDList> moments, int i) {
      this.parameters.add(parameters.get(i));
      this.gradients.add(gradients.get(i));
      averages.add(moments.get(0).get(i));
      squares.add(moments.get(1).get(i));
    }

    void update(Update update, double decay) {
      if (parameters.isEmpty()) {
        return;
      }
      NDArray scalars = Host.scalars(update.learningRate(), (double) update.step(), decay);
      kernel.callLists(
          parameters, gradients, averages, squares, new NDList(scalars), new NDList(update.skip()));
    }
  }
}
