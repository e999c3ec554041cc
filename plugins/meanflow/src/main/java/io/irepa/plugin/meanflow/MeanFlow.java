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
 * MeanFlow (arXiv 2505.13447): du/dt is taken along the velocity of the example itself, guided
 * where guidance is mixed in.
 */
@Extension
@Component(value = "meanflow", doc = "average velocities, for generation in one step (MeanFlow)")
public final class MeanFlow implements Objective {
  private final MeanFlowLoss loss;
  private final Field field;

  /** Called by composition. */
  @Inject
  public MeanFlow(MeanFlowConfig config, Backbone backbone, Alignment alignment) {
    AverageVelocity average = new AverageVelocity(backbone);
    this.loss = new MeanFlowLoss(config, average, alignment, (model, examples) -> examples.v());
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
