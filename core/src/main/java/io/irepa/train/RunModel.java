package io.irepa.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.compose.Composer;
import io.irepa.compose.WeightedAlignment;
import io.irepa.config.RunConfig;
import io.irepa.numpy.NpzImageWriter;
import io.irepa.sample.ImageGrid;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.AutoencoderUse;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Objective;
import io.irepa.spi.Posterior;
import io.irepa.spi.Sampler;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The composed trainable part of a run, on its device. Closing it frees every array. */
public final class RunModel implements AutoCloseable {
  private final NDManager manager;
  private final RunConfig config;
  private final Composer composer;
  private final Optional<TappedBackbone> backbone;
  private final Objective objective;
  private final Autoencoder autoencoder;
  private final Sampler sampler;

  /**
   * Builds backbone, alignments, objective, autoencoder and sampler.
   *
   * @param config checked
   */
  public RunModel(RunConfig config) {
    this(config, Purpose.TRAINING);
  }

  /** What is done with a model, which then holds no more than that takes. */
  public enum Purpose {
    /** Steps and samples. */
    TRAINING,
    /**
     * Steps on latents, or nothing but a checkpoint: an autoencoder that is not trained is not
     * called.
     */
    LATENTS,
    /**
     * Samples: no projectors, and of the autoencoder the decoder alone, as far as there is a
     * backbone. A checkpoint is loaded.
     */
    SAMPLING
  }

  /**
   * Builds what a purpose takes.
   *
   * @param config checked
   */
  public RunModel(RunConfig config, Purpose purpose) {
    this.config = config;
    this.manager = Engine.getEngine("PyTorch").newBaseManager(device(config.device()));
    this.composer = new Composer(config, manager);
    boolean whole = false;
    try {
      this.backbone =
          config.backbone().isPresent()
              ? Optional.of(new TappedBackbone(composer.backbone()))
              : Optional.empty();
      this.autoencoder = autoencoder(purpose);
      this.objective =
          backbone
              .map(network -> composer.objective(network, alignment(network, purpose), autoencoder))
              .orElseGet(() -> composer.objective(autoencoder));
      this.sampler = composer.create(config.sample().sampler(), "sampler", Map.of());
      whole = true;
    } finally {
      if (!whole) {
        manager.close();
      }
    }
  }

  private WeightedAlignment alignment(Backbone network, Purpose purpose) {
    return purpose == Purpose.SAMPLING
        ? composer.noAlignment()
        : composer.alignment(network.shape().hidden(), composer.targetWidths());
  }

  private Autoencoder autoencoder(Purpose purpose) {
    boolean trained = composer.trainsAutoencoder();
    return switch (purpose) {
      case TRAINING ->
          Latents.encodes(config) ? composer.autoencoder() : new DecoderOnDemand(config, manager);
      case LATENTS ->
          trained
              ? composer.autoencoder()
              : composer.autoencoder(AutoencoderUse.FROZEN.withSides(Set.of()));
      case SAMPLING ->
          composer.autoencoder(
              new AutoencoderUse(
                  backbone.isPresent()
                      ? Set.of(AutoencoderUse.Side.DECODER)
                      // Without a backbone reconstructions are what is sampled.
                      : Set.of(AutoencoderUse.Side.ENCODER, AutoencoderUse.Side.DECODER),
                  trained ? AutoencoderUse.Weights.LOADED : AutoencoderUse.Weights.FROZEN));
    };
  }

  /**
   * The device that a configuration asks for.
   *
   * @throws IrepaException if there is no such GPU
   */
  public static Device device(String name) {
    int gpus = name.equals("cpu") ? 0 : Engine.getEngine("PyTorch").getGpuCount();
    if (name.equals("cpu") || (name.equals("auto") && gpus == 0)) {
      return Device.cpu();
    }
    int index = name.startsWith("cuda:") ? Integer.parseInt(name.substring(5)) : 0;
    if (index >= gpus) {
      throw new IrepaException(
          "The configuration asks for the device %s and %d CUDA devices are found. Set device: cpu, or see docs/getting-started.md for CUDA."
              .formatted(name, gpus));
    }
    return Device.gpu(index);
  }

  /** The manager that owns the run's arrays. */
  public NDManager manager() {
    return manager;
  }

  /** The composer, for further components. */
  public Composer composer() {
    return composer;
  }

  /**
   * The backbone.
   *
   * @throws IrepaException if the run trains its autoencoder alone
   */
  public Backbone backbone() {
    return backbone.orElseThrow(
        () ->
            new IrepaException(
                "This run trains its autoencoder alone; there is no backbone to sample from or to measure."));
  }

  /** What is known of the backbone; empty if the run trains its autoencoder alone. */
  public Optional<BackboneShape> backboneShape() {
    return backbone.map(Backbone::shape);
  }

  /** Whether there are pictures to show: samples, or an autoencoder's reconstructions. */
  boolean samples() {
    return backbone.isEmpty() || objective.samples();
  }

  /** Where hidden tokens of the objective's own passes can be seen. */
  TappedBackbone taps() {
    backbone(); // Which says why there is none.
    return backbone.orElseThrow();
  }

  /** The objective. */
  public Objective objective() {
    return objective;
  }

  /** The autoencoder. */
  public Autoencoder autoencoder() {
    return autoencoder;
  }

  /** All parameter sets, by component. */
  public Map<String, Parameters> parameters() {
    return composer.parameters();
  }

  /**
   * Draws samples with the current parameters, as many at a time as a training batch has, but at
   * most 32: sampling then needs no more memory than training did.
   *
   * @param labels one a sample
   * @param seed of the noise
   * @return [N,3,H,W], about in [-1,1], left to the caller's scope
   */
  public NDArray sample(long[] labels, long seed) {
    BackboneShape shape = backbone().shape();
    int some = samplesAtOnce();
    NDArray all = null;
    try {
      for (int from = 0; from < labels.length; from += some) {
        long[] part = Arrays.copyOfRange(labels, from, Math.min(labels.length, from + some));
        NDArray images = sampleBatch(part, shape, seed, from / some);
        all = all == null ? images : all.concat(images);
      }
    } finally {
      if (autoencoder instanceof DecoderOnDemand decoder) {
        decoder.release();
      }
    }
    return all;
  }

  /**
   * Draws samples into a NumPy archive; one batch is in memory.
   *
   * @param labels one a sample
   * @param seed of the noise
   * @throws IOException if the file cannot be written; nothing is then left behind
   */
  void archive(long[] labels, long seed, Path file) throws IOException {
    int some = samplesAtOnce();
    NpzImageWriter writer = null;
    try {
      for (int from = 0; from < labels.length; from += some) {
        long[] part = Arrays.copyOfRange(labels, from, Math.min(labels.length, from + some));
        try (Scope scope = Scope.open()) {
          NDArray images = sampleBatch(part, seed, from / some);
          if (writer == null) {
            Shape shape = images.getShape();
            writer =
                new NpzImageWriter(file, labels.length, (int) shape.get(2), (int) shape.get(3));
          }
          writer.add(ImageGrid.bytes(images));
        }
      }
      if (writer != null) {
        writer.finish(labels);
      }
    } finally {
      if (writer != null) {
        writer.close();
      }
      if (autoencoder instanceof DecoderOnDemand decoder) {
        decoder.release();
      }
    }
  }

  /** How many samples are drawn at once. */
  int samplesAtOnce() {
    return Math.min(32, config.train().batch());
  }

  /**
   * Draws one of the batches of {@link #sample}.
   *
   * @param index of the batch, on which the noise depends
   */
  NDArray sampleBatch(long[] labels, long seed, int index) {
    return sampleBatch(labels, backbone().shape(), seed, index);
  }

  private NDArray sampleBatch(long[] labels, BackboneShape shape, long seed, int part) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      SeededDraws draws = new SeededDraws(manager, seed, part);
      NDArray noise =
          draws.normal(
              "sample.noise",
              new Shape(labels.length, shape.channels(), shape.input(), shape.input()));
      NDArray latents =
          sampler.sample(
              objective.field(),
              noise,
              manager.create(labels),
              new Sampler.Plan(config.sample().steps(), config.sample().guidance()),
              draws);
      return scope.pass(autoencoder.decode(objective.field().end(latents)));
    }
  }

  /**
   * Images and what the autoencoder makes of them, side by side: each image is followed by its
   * reconstruction from the posterior's mean.
   *
   * @param images [N,3,H,W] in [-1,1]; not closed
   * @return [2N,3,H,W], about in [-1,1], left to the caller's scope
   */
  NDArray reconstructions(NDArray images) {
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray mean = Posterior.of(autoencoder.moments(images)).mean();
      NDArray decoded = autoencoder.decode(autoencoder.scaling().apply(mean));
      Shape shape = images.getShape();
      NDArray pairs = images.stack(decoded, 1); // [N,2,3,H,W]
      return scope.pass(pairs.reshape(2 * shape.get(0), shape.get(1), shape.get(2), shape.get(3)));
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
