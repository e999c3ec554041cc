package org.example.time;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Alignment;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Batch;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Field;
import io.irepa.spi.Interpolant;
import io.irepa.spi.LabelDrop;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Phase;
import io.irepa.spi.Prediction;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;
import io.irepa.tensor.Draws;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Flow matching whose alignments weigh more where less noise is: by min(SNR(t), γ) / γ, the weight
 * of Min-SNR-γ (arXiv 2303.09556) for predicted data brought to at most 1, with SNR = ((1 − t)/t)²
 * on the straight path. What noise has covered cannot be aligned. Draws, in order: {@code time}
 * [B], {@code noise} like x, {@code drop} [B].
 */
@Extension
@Component(value = "time-weighted", doc = "flow matching with alignment weighted by Min-SNR")
public final class TimeWeightedFlow implements Objective {
  private final Config config;
  private final Backbone backbone;
  private final Alignment alignment;
  private final TimeGroups groups;

  /**
   * The keys.
   *
   * @param gamma γ
   * @param groups of examples with times near each other
   * @param labelDrop for classifier-free guidance
   */
  public record Config(
      @Doc("signal-to-noise ratio from which on the weight is 1") @Default("5") @Range(min = 0.001)
          double gamma,
      @Doc("groups of similar times in a batch, each of which gets its mean weight")
          @Default("4")
          @Range(min = 1)
          int groups,
      @Doc("share of labels replaced by the null label, for guidance")
          @Default("0.1")
          @Range(min = 0, max = 1)
          double labelDrop)
      implements Settings {
    @Override
    public void check(RunShape run, Problems problems) {
      if (run.backbone().map(BackboneShape::interval).orElse(false)) {
        problems.add("", "It has one time. Set the backbone's interval: false.");
      }
    }
  }

  /**
   * Called by irepa.
   *
   * @param config the keys
   * @param backbone that is trained
   * @param alignment of its hidden tokens
   */
  @Inject
  public TimeWeightedFlow(Config config, Backbone backbone, Alignment alignment) {
    this.config = config;
    this.backbone = backbone;
    this.alignment = alignment;
    this.groups = new TimeGroups(alignment, config.groups());
  }

  @Override
  public Losses losses(Phase phase, Batch batch, Draws draws) {
    NDArray x = batch.x(); // [B,C,h,w]
    long count = x.getShape().get(0);
    NDArray time = draws.uniform("time", new Shape(count)); // [B]
    NDArray noise = draws.normal("noise", x.getShape()); // [B,C,h,w]
    NDArray labels =
        LabelDrop.drop(
            batch.labels(),
            draws.uniform("drop", new Shape(count)),
            config.labelDrop(),
            nullLabel());

    NDArray velocity = noise.sub(x);
    NDArray state = x.add(time.reshape(count, 1, 1, 1).mul(velocity));
    Prediction prediction =
        backbone.forward(new Backbone.Inputs(state, time, labels), alignment.depths(batch.step()));

    return new Losses()
        .add("flow", prediction.value().sub(velocity).square().mean())
        .align(groups.terms(prediction.hidden(), batch, time, weights(time, config.gamma())));
  }

  /** min(SNR, γ) / γ of times [B]. */
  static NDArray weights(NDArray time, double gamma) {
    NDArray ratio = time.neg().add(1).div(time.maximum(1e-6f)); // (1 - t) / t
    return ratio.square().minimum((float) gamma).div((float) gamma);
  }

  private long nullLabel() {
    return backbone.shape().classes();
  }

  @Override
  public Field field() {
    return new VelocityField();
  }

  /** The backbone's prediction is the velocity. */
  private final class VelocityField implements Field {
    @Override
    public NDArray velocity(NDArray x, NDArray t, NDArray y) {
      return backbone.forward(new Backbone.Inputs(x, t, y), Set.of()).value();
    }

    @Override
    public Interpolant interpolant() {
      return Interpolant.LINEAR;
    }

    @Override
    public long nullLabel() {
      return TimeWeightedFlow.this.nullLabel();
    }
  }
}
