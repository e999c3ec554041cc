package io.irepa.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.compose.Composer;
import io.irepa.config.RunConfig;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.AutoencoderUse;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Objective;
import io.irepa.spi.Sampler;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** The composed trainable part of a run, on its device. Closing it frees every array. */
public final class RunModel implements AutoCloseable {
  private final NDManager manager;
  private final RunConfig config;
  private final Composer composer;
  private final TappedBackbone backbone;
  private final Objective objective;
  private final Autoencoder autoencoder;
  private final Sampler sampler;

  /**
   * Builds backbone, alignments, objective, autoencoder and sampler.
   *
   * @param config checked
   */
  public RunModel(RunConfig config) {
    this(config, false);
  }

  private RunModel(RunConfig config, boolean sampling) {
    this.config = config;
    this.manager = Engine.getEngine("PyTorch").newBaseManager(device(config.device()));
    this.composer = new Composer(config, manager);
    boolean whole = false;
    try {
      this.backbone = new TappedBackbone(composer.backbone());
      this.autoencoder = sampling ? decoder(composer) : composer.autoencoder();
      this.objective =
          composer.objective(
              backbone,
              sampling
                  ? composer.noAlignment()
                  : composer.alignment(backbone.shape().hidden(), composer.targetWidths()),
              autoencoder);
      this.sampler = composer.create(config.sample().sampler(), "sampler", Map.of());
      whole = true;
    } finally {
      if (!whole) {
        manager.close();
      }
    }
  }

  /**
   * The part that samples are drawn with: no projectors, and of the autoencoder the decoder alone.
   * All its parameters wait for a checkpoint's.
   *
   * @param config checked
   */
  public static RunModel toSample(RunConfig config) {
    return new RunModel(config, true);
  }

  private static Autoencoder decoder(Composer composer) {
    return composer.autoencoder(
        new AutoencoderUse(
            Set.of(AutoencoderUse.Side.DECODER),
            composer.trainsAutoencoder()
                ? AutoencoderUse.Weights.LOADED
                : AutoencoderUse.Weights.FROZEN));
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

  /** The backbone. */
  public Backbone backbone() {
    return backbone;
  }

  /** Where hidden tokens of the objective's own passes can be seen. */
  TappedBackbone taps() {
    return backbone;
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
    BackboneShape shape = backbone.shape();
    int some = samplesAtOnce();
    NDArray all = null;
    for (int from = 0; from < labels.length; from += some) {
      long[] part = Arrays.copyOfRange(labels, from, Math.min(labels.length, from + some));
      NDArray images = sampleBatch(part, shape, seed, from / some);
      all = all == null ? images : all.concat(images);
    }
    return all;
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
    return sampleBatch(labels, backbone.shape(), seed, index);
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

  @Override
  public void close() {
    manager.close();
  }
}
