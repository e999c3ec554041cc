package io.irepa.train;

import io.irepa.IrepaException;
import io.irepa.cache.CachedSource;
import io.irepa.compose.Composer;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfig.AlignmentConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import io.irepa.spi.TokenShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a run trains on: examples in their order, and the way from them to batches. */
final class TrainingData implements AutoCloseable {
  private final HostBatch.Stacker stacker;
  private final Batches<HostBatch> batches;
  private final BatchAssembler assembler;

  /**
   * @param model composes the source and the encoders
   * @param firstStep counted from 0
   * @throws IrepaException if there are more classes than the backbone knows
   */
  TrainingData(RunConfig config, RunModel model, long firstStep) {
    DataSource source = source(config, model);
    List<TokenShape> targets = RunConfigReader.shape(config).targets();
    stacker = new HostBatch.Stacker(model.manager().getDevice(), model.backboneShape(), targets);
    batches =
        new Batches<>(source, config.seed(), config.train().batch(), firstStep, stacker::stack);
    boolean whole = false;
    try {
      assembler =
          new BatchAssembler(
              model.manager(),
              model.autoencoder(),
              encoders(config, source, model.composer()),
              targets);
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  /** The run's examples, to be closed. */
  static DataSource source(RunConfig config, RunModel model) {
    return CachedSource.of(config, images(config, model));
  }

  private static DataSource images(RunConfig config, RunModel model) {
    DataSource source = model.composer().create(config.data().orElseThrow(), "data", Map.of());
    int found = source.classes().size();
    int classes = model.backboneShape().map(BackboneShape::classes).orElse(found);
    if (found > classes) {
      source.close();
      throw new IrepaException(
          "The data has %d classes and backbone.classes is %d. Set backbone.classes: %d."
              .formatted(found, classes, found));
    }
    return source;
  }

  /** The encoders of what the source does not supply, by alignment. */
  private static Map<Integer, Encoder> encoders(
      RunConfig config, DataSource source, Composer composer) {
    Map<Integer, Encoder> encoders = new HashMap<>();
    for (int i = 0; i < config.alignment().size(); i++) {
      AlignmentConfig alignment = config.alignment().get(i);
      if (!source.suppliesTargets() || CachedSource.recomputes(config, alignment)) {
        encoders.put(
            i, composer.create(alignment.encoder().orElseThrow(), "encoder." + i, Map.of()));
      }
    }
    return encoders;
  }

  Batches<HostBatch> batches() {
    return batches;
  }

  BatchAssembler assembler() {
    return assembler;
  }

  @Override
  public void close() {
    batches.close();
    stacker.close();
  }
}
