package io.irepa.plugin.repa;

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
import io.irepa.tensor.Draws;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Flow matching with representation alignment (REPA, arXiv 2410.06940, eq. 9): the mean squared
 * error of the velocity v = alpha'(t) x + sigma'(t) e at x_t = alpha(t) x + sigma(t) e (SiT, arXiv
 * 2401.08740, eq. 8), plus the alignment terms. Draws, in order: {@code time} [B], {@code noise}
 * like x, {@code drop} [B].
 */
@Extension
@Component(value = "repa", doc = "flow matching with representation alignment")
public final class RepaObjective implements Objective {
  private final RepaConfig config;
  private final Backbone backbone;
  private final Alignment alignment;

  /** Called by composition. */
  @Inject
  public RepaObjective(RepaConfig config, Backbone backbone, Alignment alignment) {
    this.config = config;
    this.backbone = backbone;
    this.alignment = alignment;
  }

  @Override
  public Losses losses(Phase phase, Batch batch, Draws draws) {
    NDArray x = batch.x(); // [B,C,h,w]
    long count = x.getShape().get(0);
    Interpolant path = config.path();
    NDArray time = config.time().times(draws, path, count); // [B]
    NDArray noise = draws.normal("noise", x.getShape()); // [B,C,h,w]
    NDArray labels =
        LabelDrop.drop(
            batch.labels(),
            draws.uniform("drop", new Shape(count)),
            config.labelDrop(),
            nullLabel());

    NDArray t = time.reshape(count, 1, 1, 1);
    NDArray state = path.alpha(t).mul(x).add(path.sigma(t).mul(noise));
    NDArray velocity = path.alphaDerivative(t).mul(x).add(path.sigmaDerivative(t).mul(noise));
    Prediction prediction =
        backbone.forward(new Backbone.Inputs(state, time, labels), alignment.depths(batch.step()));

    return new Losses()
        .add("denoise", prediction.value().sub(velocity).square().mean())
        .align(alignment.terms(prediction.hidden(), batch));
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
      return config.path();
    }

    @Override
    public long nullLabel() {
      return RepaObjective.this.nullLabel();
    }
  }
}
