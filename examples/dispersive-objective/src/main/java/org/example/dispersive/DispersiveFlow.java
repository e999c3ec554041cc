package org.example.dispersive;

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
import java.util.HashSet;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Flow matching with a dispersive loss (arXiv 2506.09027): hidden tokens of the images of a batch
 * are pushed apart, which needs neither an encoder nor a projector. Alignments may act beside it.
 * Draws, in order: {@code time} [B], {@code noise} like x, {@code drop} [B].
 */
@Extension
@Component(value = "dispersive", doc = "flow matching that spreads the images' hidden tokens")
public final class DispersiveFlow implements Objective {
  private final Config config;
  private final Backbone backbone;
  private final Alignment alignment;

  /**
   * The keys.
   *
   * @param depth whose tokens are spread
   * @param weight of the dispersive loss
   * @param temperature τ
   * @param labelDrop for classifier-free guidance
   */
  public record Config(
      @Doc("block after which tokens are spread, counted from 1") @Default("1") @Range(min = 1)
          int depth,
      @Doc("factor of the dispersive loss in the total") @Default("0.5") @Range(min = 0)
          double weight,
      @Doc("distance, per number, over which images stop pushing")
          @Default("0.5")
          @Range(min = 0.001)
          double temperature,
      @Doc("share of labels replaced by the null label, for guidance")
          @Default("0.1")
          @Range(min = 0, max = 1)
          double labelDrop)
      implements Settings {
    @Override
    public void check(RunShape run, Problems problems) {
      run.backbone().ifPresent(shape -> check(shape, problems));
    }

    private void check(BackboneShape shape, Problems problems) {
      if (shape.interval()) {
        problems.add("", "It has one time. Set the backbone's interval: false.");
      }
      if (depth > shape.depth()) {
        problems.add(
            "depth", "%d is beyond the backbone's %d blocks.".formatted(depth, shape.depth()));
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
  public DispersiveFlow(Config config, Backbone backbone, Alignment alignment) {
    this.config = config;
    this.backbone = backbone;
    this.alignment = alignment;
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
    Set<Integer> taps = new HashSet<>(alignment.depths(batch.step()));
    taps.add(config.depth());
    Prediction prediction = backbone.forward(new Backbone.Inputs(state, time, labels), taps);

    return new Losses()
        .add("flow", prediction.value().sub(velocity).square().mean())
        .add(
            "dispersive",
            config.weight(),
            dispersive(prediction.hidden().get(config.depth()).values(), config.temperature()))
        .align(alignment.terms(prediction.hidden(), batch));
  }

  /**
   * log E_ij exp(−‖z_i − z_j‖² / (N τ)) over all pairs of images, each with itself too: the InfoNCE
   * variant with squared distances, which are divided by the number of numbers.
   *
   * @param tokens [B,T,D]
   * @return one number from −log B, far apart, to 0, all the same
   */
  static NDArray dispersive(NDArray tokens, double temperature) {
    NDArray z = tokens.reshape(tokens.getShape().get(0), -1); // [B,N]
    long numbers = z.getShape().get(1);
    // Distances do not depend on the mean, but their rounding does.
    NDArray centred = z.sub(z.mean(new int[] {0}, true));
    NDArray length = centred.square().sum(new int[] {1}, true); // [B,1]
    NDArray products = centred.matMul(centred.transpose()); // [B,B]
    NDArray distance = length.add(length.transpose()).sub(products.mul(2)); // [B,B]
    return distance.div(-temperature * numbers).exp().mean().log();
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
      return DispersiveFlow.this.nullLabel();
    }
  }
}
