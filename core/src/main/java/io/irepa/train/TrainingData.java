package io.irepa.train;

import io.irepa.IrepaException;
import io.irepa.cache.CachedSource;
import io.irepa.compose.Composer;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfig.AlignmentConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a run trains on: examples in their order, and the way from them to batches. */
final class TrainingData implements AutoCloseable {
  private final Batches batches;
  private final BatchAssembler assembler;

  /**
   * @param model composes the source and the encoders
   * @param firstStep counted from 0
   * @throws IrepaException if there are more classes than the backbone knows
   */
  TrainingData(RunConfig config, RunModel model, long firstStep) {
    batches = new Batches(source(config, model), config.seed(), config.train().batch(), firstStep);
    boolean whole = false;
    try {
      assembler =
          new BatchAssembler(
              model.manager(),
              model.autoencoder(),
              model.backbone().shape(),
              batches.suppliesTargets() ? List.of() : encoders(config, model.composer()),
              RunConfigReader.shape(config).targets());
      whole = true;
    } finally {
      if (!whole) {
        batches.close();
      }
    }
  }

  private static DataSource source(RunConfig config, RunModel model) {
    return CachedSource.of(config, images(config, model));
  }

  private static DataSource images(RunConfig config, RunModel model) {
    DataSource source = model.composer().create(config.data().orElseThrow(), "data", Map.of());
    int classes = model.backbone().shape().classes();
    if (source.classes().size() > classes) {
      source.close();
      throw new IrepaException(
          "The data has %d classes and backbone.classes is %d. Set backbone.classes: %d."
              .formatted(source.classes().size(), classes, source.classes().size()));
    }
    return source;
  }

  private static List<Encoder> encoders(RunConfig config, Composer composer) {
    List<Encoder> encoders = new ArrayList<>();
    for (int i = 0; i < config.alignment().size(); i++) {
      AlignmentConfig alignment = config.alignment().get(i);
      encoders.add(composer.create(alignment.encoder().orElseThrow(), "encoder." + i, Map.of()));
    }
    return encoders;
  }

  Batches batches() {
    return batches;
  }

  BatchAssembler assembler() {
    return assembler;
  }

  @Override
  public void close() {
    batches.close();
  }
}
