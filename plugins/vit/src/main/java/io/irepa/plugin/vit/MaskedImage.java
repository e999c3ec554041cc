package io.irepa.plugin.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.IrepaException;
import io.irepa.spi.Alignment;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Batch;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Field;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Phase;
import io.irepa.spi.Prediction;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Precision;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Masked image modelling (SimMIM, arXiv 2111.09886, equation 1): squares of an image are hidden,
 * and the mean absolute error of their predicted pixels is the loss. Hidden pixels are grey, 0, so
 * that any backbone can be trained so; SimMIM puts a learned token instead. The backbone gets time
 * 0 and the null label. Draw: {@code mask} [B,squares].
 */
@Extension
@Component(value = "masked-image", doc = "masked image modelling: trains an encoder without labels")
public final class MaskedImage implements Objective {
  private final Config config;
  private final Backbone backbone;
  private final Alignment alignment;
  private final Kernel mask;

  /** The keys. */
  public record Config(
      @Doc("share of the image that is hidden") @Default("0.6") @Range(min = 0.01, max = 0.99)
          double ratio,
      @Doc("side of a hidden square, in units of x") @Default("32") @Range(min = 1) int square)
      implements Settings {
    @Override
    public void check(RunShape run, Problems problems) {
      run.backbone().ifPresent(backbone -> check(backbone, problems));
    }

    private void check(BackboneShape backbone, Problems problems) {
      if (backbone.interval()) {
        problems.add(
            "",
            "This objective has one time, but the backbone embeds an interval. Set the backbone's interval: false.");
      }
      if (backbone.input() % square != 0 || backbone.input() == square) {
        problems.add(
            "square",
            "Squares of side %d do not tile the input of side %d into several."
                .formatted(square, backbone.input()));
      }
    }

    /** How many of so many squares are hidden: at least one is, and one is not. */
    int hidden(int squares) {
      return (int) Math.max(1, Math.min(squares - 1, Math.round(ratio * squares)));
    }
  }

  /** Called by composition. */
  @Inject
  public MaskedImage(Config config, Backbone backbone, Alignment alignment, Precision precision) {
    this.config = config;
    this.backbone = backbone;
    this.alignment = alignment;
    int side = backbone.shape().input() / config.square();
    this.mask =
        Kernel.of(
            MaskedImage.class,
            "mask.ts.py",
            Map.of("side", side, "hidden", config.hidden(side * side), "edge", precision.edge()));
  }

  @Override
  public boolean samples() {
    return false;
  }

  @Override
  public Losses losses(Phase phase, Batch batch, Draws draws) {
    NDArray x = batch.x(); // [B,C,H,W]
    long count = x.getShape().get(0);
    int side = backbone.shape().input() / config.square();
    NDArray hidden =
        mask.call(x, draws.uniform("mask", new Shape(count, (long) side * side))); // [B,1,H,W]
    NDArray time = x.getManager().zeros(new Shape(count), x.getDataType());
    NDArray none = batch.labels().zerosLike().add(backbone.shape().classes());
    Prediction prediction =
        backbone.forward(
            new Backbone.Inputs(x.mul(hidden.neg().add(1)), time, none),
            alignment.depths(batch.step()));
    NDArray error = prediction.value().sub(x).abs().mul(hidden).sum();
    long channels = x.getShape().get(1);
    return new Losses()
        .add("masked", error.div(hidden.sum().mul(channels)))
        .align(alignment.terms(prediction.hidden(), batch));
  }

  @Override
  public Field field() {
    throw new IrepaException(
        "A model that was trained on masked images has nothing to sample from. Export its weights, and use them as an encoder.");
  }
}
