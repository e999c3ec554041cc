package io.irepa.plugin.meanflow;

import com.google.inject.Inject;
import io.irepa.spi.Alignment;
import io.irepa.spi.Backbone;
import io.irepa.spi.Batch;
import io.irepa.spi.Component;
import io.irepa.spi.Field;
import io.irepa.spi.Losses;
import io.irepa.spi.Objective;
import io.irepa.spi.Phase;
import io.irepa.tensor.Draws;
import org.pf4j.Extension;

/**
 * MeanFlow as a regression on the velocity (improved MeanFlow, arXiv 2512.02012, section 4.1):
 * du/dt is taken along the predicted velocity u(z,t,t) instead of the example's own, whose scatter
 * around it would otherwise be multiplied by the derivative of u. With u + (t - r) du/dt as the
 * prediction of v, du/dt held fixed, the loss is that of MeanFlow with another target.
 */
@Extension
@Component(
    value = "improved-meanflow",
    doc = "MeanFlow whose derivative is taken along the predicted velocity (improved MeanFlow)")
public final class ImprovedMeanFlow implements Objective {
  private final MeanFlowLoss loss;
  private final Field field;

  /** Called by composition. */
  @Inject
  public ImprovedMeanFlow(MeanFlowConfig config, Backbone backbone, Alignment alignment) {
    AverageVelocity average = new AverageVelocity(backbone);
    this.loss = new MeanFlowLoss(config, average, alignment, AverageVelocity::velocity);
    this.field = new AverageField(average, config.path());
  }

  @Override
  public Losses losses(Phase phase, Batch batch, Draws draws) {
    return loss.of(batch, draws);
  }

  @Override
  public Field field() {
    return field;
  }
}
