package io.irepa.plugin.jit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import com.google.inject.Inject;
import io.irepa.spi.Alignment;
import io.irepa.spi.Backbone;
import io.irepa.spi.Batch;
import io.irepa.spi.Component;
import io.irepa.spi.Field;
import io.irepa.spi.Guidance;
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
 * Flow matching whose backbone predicts the data (JiT, arXiv 2511.13720, section 4), plus the
 * alignment terms. The backbone's times are the paper's: 0 at the noise, 1 at the data, z = t x +
 * (1 - t) e. With its prediction p, the velocity is (p - z) / max(1 - t, floor), and the loss the
 * mean squared error of velocities. Times are logit-normal. Draws, in order: {@code time} [B],
 * {@code noise} like x, {@code drop} [B].
 */
@Extension
@Component(value = "jit", doc = "flow matching with prediction of the data, for pixels")
public final class JitObjective implements Objective {
  private final JitObjectiveConfig config;
  private final Backbone backbone;
  private final Alignment alignment;

  /** Called by composition. */
  @Inject
  public JitObjective(JitObjectiveConfig config, Backbone backbone, Alignment alignment) {
    this.config = config;
    this.backbone = backbone;
    this.alignment = alignment;
  }

  @Override
  public Losses losses(Phase phase, Batch batch, Draws draws) {
    NDArray x = batch.x(); // [B,C,H,W]
    long count = x.getShape().get(0);
    NDArray time =
        Activation.sigmoid(
            draws
                .normal("time", new Shape(count))
                .mul((float) config.timeStd())
                .add((float) config.timeMean())); // [B]
    NDArray noise = scaled(draws.normal("noise", x.getShape())); // [B,C,H,W]
    NDArray labels =
        LabelDrop.drop(
            batch.labels(),
            draws.uniform("drop", new Shape(count)),
            config.labelDrop(),
            nullLabel());

    NDArray t = time.reshape(count, 1, 1, 1);
    NDArray left = t.neg().add(1);
    NDArray z = t.mul(x).add(left.mul(noise));
    Prediction prediction =
        backbone.forward(new Backbone.Inputs(z, time, labels), alignment.depths(batch.step()));

    // Both velocities have z, which cancels.
    NDArray error = prediction.value().sub(x).div(atLeastFloor(left));
    return new Losses()
        .add("denoise", error.square().mean())
        .align(alignment.terms(prediction.hidden(), batch));
  }

  private NDArray scaled(NDArray noise) {
    return noise.mul((float) config.noiseScale());
  }

  private NDArray atLeastFloor(NDArray left) {
    return left.maximum((float) config.timeFloor());
  }

  private long nullLabel() {
    return backbone.shape().classes();
  }

  @Override
  public Field field() {
    return new DataField();
  }

  /** The backbone predicts the data; a field's time is 1 - the paper's. */
  private final class DataField implements Field {
    @Override
    public NDArray velocity(NDArray x, NDArray t, NDArray y) {
      NDArray data = backbone.forward(new Backbone.Inputs(x, t.neg().add(1), y), Set.of()).value();
      return x.sub(data).div(atLeastFloor(t.reshape(-1, 1, 1, 1)));
    }

    @Override
    public Interpolant interpolant() {
      return Interpolant.LINEAR;
    }

    @Override
    public long nullLabel() {
      return JitObjective.this.nullLabel();
    }

    @Override
    public NDArray start(NDArray noise) {
      return scaled(noise);
    }

    /**
     * As published: the interval is open and in the paper's times, its low end counts from 0 on
     * where it is 0, and a second evaluation asks with its own time.
     */
    @Override
    public boolean guides(Guidance guidance, double t, double step) {
      // The published code compares float32 numbers; whether a time lies inside can hang on that.
      float time = (float) (1 - t);
      float low = (float) guidance.low();
      return time < (float) guidance.high() && (low == 0 || time > low);
    }
  }
}
