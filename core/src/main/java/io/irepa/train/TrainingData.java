package io.irepa.train;

import io.irepa.IrepaException;
import io.irepa.cache.CachedSource;
import io.irepa.compose.Composer;
import io.irepa.config.RunConfig;
import io.irepa.config.RunConfig.AlignmentConfig;
import io.irepa.config.RunConfigReader;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.DataSource;
import io.irepa.spi.Encoder;
import io.irepa.spi.TokenShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a run trains on: examples in their order, and the way from them to batches. */
final class TrainingData implements AutoCloseable {
  private final RunConfig config;
  private final boolean images;
  private final HostBatch.Stacker stacker;
  private final Batches<HostBatch> batches;
  private final BatchAssembler assembler;

  /**
   * @param model composes the source and the encoders
   * @param firstStep counted from 0
   * @throws IrepaException if there are more classes than the backbone knows
   */
  TrainingData(RunConfig config, RunModel model, long firstStep) {
    DataSource data = images(config, model);
    this.config = config;
    this.images = needsImages(config, model, data);
    DataSource source = CachedSource.of(config, data, images);
    List<TokenShape> targets = RunConfigReader.shape(config).targets();
    Latents latents = Latents.of(config, model.autoencoder());
    stacker =
        new HostBatch.Stacker(
            model.manager().getDevice(), model.backboneShape().map(latents::shape), targets);
    batches =
        new Batches<>(source, config.seed(), config.train().batch(), firstStep, stacker::stack);
    boolean whole = false;
    try {
      assembler =
          new BatchAssembler(
              model.manager(), latents, encoders(config, source, model.composer()), targets);
      whole = true;
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  /** The run's images, without what is kept of them; to be closed. */
  static DataSource images(RunConfig config, RunModel model) {
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

  private static boolean needsImages(RunConfig config, RunModel model, DataSource images) {
    return Latents.encodes(config)
        || model.objective().needsImages()
        || config.alignment().stream().anyMatch(one -> encodes(config, one, images));
  }

  /** Whether an alignment's encoder is asked in training. */
  private static boolean encodes(RunConfig config, AlignmentConfig alignment, DataSource source) {
    return CachedSource.recomputes(config, alignment)
        || (alignment.cache().isEmpty() && !source.suppliesTargets());
  }

  /** The encoders of what the source does not supply, by alignment. */
  private static Map<Integer, Encoder> encoders(
      RunConfig config, DataSource source, Composer composer) {
    Map<Integer, Encoder> encoders = new HashMap<>();
    for (int i = 0; i < config.alignment().size(); i++) {
      AlignmentConfig alignment = config.alignment().get(i);
      if (encodes(config, alignment, source)) {
        encoders.put(
            i, composer.create(alignment.encoder().orElseThrow(), "encoder." + i, Map.of()));
      }
    }
    return encoders;
  }

  /** In words, where a step's inputs come from. */
  String inputs() {
    List<String> inputs = new ArrayList<>();
    if (config.latents().isPresent()) {
      inputs.add("latents from a cache");
    } else if (config.autoencoder().settings(Autoencoder.Shaped.class).isPresent()) {
      inputs.add("latents encoded in each step");
    }
    if (CachedSource.caches(config)) {
      inputs.add("tokens from a cache");
    } else if (!config.alignment().isEmpty() && !batches.suppliesTargets()) {
      inputs.add("tokens encoded in each step");
    }
    inputs.add(images ? "images decoded" : "images left alone");
    return String.join(", ", inputs);
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
