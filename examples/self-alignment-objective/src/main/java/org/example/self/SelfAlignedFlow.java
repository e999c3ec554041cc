package org.example.self;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Alignment;
import io.irepa.spi.Backbone;
import io.irepa.spi.Batch;
import io.irepa.spi.Component;
import io.irepa.spi.Field;
import io.irepa.spi.Interpolant;
import io.irepa.spi.LabelDrop;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Phase;
import io.irepa.spi.Prediction;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Draws;
import io.irepa.tensor.ParameterSets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Flow matching with self-representation alignment (SRA, arXiv 2505.02831): the tokens of an early
 * block are aligned with those that an average of the same network has at a later block and with
 * less noise. No encoder is needed; alignments may act beside it. Draws, in order: {@code time}
 * [B], {@code noise} like x, {@code drop} [B], {@code ahead} [B].
 */
@Extension
@Component(value = "self-aligned", doc = "flow matching aligned with its own average, further on")
public final class SelfAlignedFlow implements Objective {
  private final SelfAlignedConfig config;
  private final Backbone backbone;
  private final Alignment alignment;
  private final Teacher teacher;
  private final Head head;

  /**
   * Called by irepa.
   *
   * @param config the keys
   * @param backbone that is trained
   * @param alignment of its hidden tokens
   * @param sets the run's parameters: the backbone's, to be averaged, and those of the average and
   *     of the head
   */
  @Inject
  public SelfAlignedFlow(
      SelfAlignedConfig config, Backbone backbone, Alignment alignment, ParameterSets sets) {
    this.config = config;
    this.backbone = backbone;
    this.alignment = alignment;
    this.teacher = new Teacher(backbone, sets, config.decay());
    this.head = new Head(sets, backbone.shape().hidden());
  }

  @Override
  public List<Phase> phases() {
    return List.of(new Phase("model", Set.of("backbone", "projector", Head.COMPONENT)));
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
    NDArray ahead = draws.uniform("ahead", new Shape(count)).mul(config.ahead());
    NDArray earlier = time.sub(ahead).maximum(0f); // less noise

    NDArray velocity = noise.sub(x);
    Set<Integer> taps = new HashSet<>(alignment.depths(batch.step()));
    taps.add(config.depth());
    Prediction prediction = backbone.forward(inputs(x, velocity, time, labels), taps);
    Tokens target =
        teacher.tokens(batch.step(), inputs(x, velocity, earlier, labels), config.teacherDepth());
    NDArray projected = head.project(prediction.hidden().get(config.depth()).values());

    Losses losses =
        new Losses()
            .add("flow", prediction.value().sub(velocity).square().mean())
            .add("self", config.weight(), smooth(projected.sub(target.values())).mean())
            .align(alignment.terms(prediction.hidden(), batch));
    teacher.follow(batch.step(), losses);
    return losses;
  }

  private static Backbone.Inputs inputs(NDArray x, NDArray velocity, NDArray time, NDArray labels) {
    NDArray state = x.add(time.reshape(-1, 1, 1, 1).mul(velocity));
    return new Backbone.Inputs(state, time, labels);
  }

  /** Smooth L1: half the square up to 1, and linear beyond. */
  static NDArray smooth(NDArray difference) {
    NDArray size = difference.abs();
    NDArray near = size.minimum(1f);
    return near.mul(size.sub(near.mul(0.5f)));
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
      return SelfAlignedFlow.this.nullLabel();
    }
  }
}
