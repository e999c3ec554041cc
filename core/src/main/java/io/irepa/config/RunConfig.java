package io.irepa.config;

import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Autoencoder;
import io.irepa.spi.Backbone;
import io.irepa.spi.DataSource;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Encoder;
import io.irepa.spi.Guidance;
import io.irepa.spi.MayChange;
import io.irepa.spi.Objective;
import io.irepa.spi.Optimizer;
import io.irepa.spi.Projector;
import io.irepa.spi.Range;
import io.irepa.spi.Sampler;
import io.irepa.spi.Schedule;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tracker;
import io.irepa.tensor.Precision;
import java.util.List;
import java.util.Optional;

/** A run, as its YAML file describes it. */
public record RunConfig(
    @MayChange @Doc("name of the run and of its folder under runs/") @Default("run") String name,
    @Doc("seed of everything random") @Default("0") long seed,
    @MayChange @Doc("auto, cpu, cuda or cuda:N; auto takes a GPU if there is one") @Default("auto")
        String device,
    @Doc("number format inside kernels; master weights are float32") @Default("float32")
        Precision precision,
    @Doc("where images come from") @Needed Optional<Chosen<DataSource>> data,
    @Doc("between images and latents") @Default("{type: none}") Chosen<Autoencoder> autoencoder,
    @Doc(
            "latents are read from a cache that 'irepa cache latents' makes, and the autoencoder's encoder is not loaded")
        Optional<LatentsConfig> latents,
    @Doc("the network that is trained") @Needed Optional<Chosen<Backbone>> backbone,
    @Doc("what is minimised") @Needed Optional<Chosen<Objective>> objective,
    @Doc("encoders, depths, projectors, norms and losses; empty is none") @Default("[]")
        List<AlignmentConfig> alignment,
    @Doc("how parameters are updated") @Default("{type: adamw}") Chosen<Optimizer> optimizer,
    @Doc("averages of the parameters") @Default("{}") EmaConfig ema,
    @Doc("length of the run, batches and checkpoints") @Default("{}") TrainConfig train,
    @MayChange @Doc("how samples are drawn") @Default("{}") SampleConfig sample,
    @MayChange @Doc("what is measured of samples and of hidden tokens")
        Optional<EvaluateConfig> evaluate,
    @MayChange @Doc("what 'irepa spatial' looks at") Optional<SpatialConfig> spatial,
    @MayChange @Doc("what takes note of the run") @Default("[{type: jsonl}, {type: tensorboard}]")
        List<Chosen<Tracker>> trackers) {

  /** One alignment. */
  public record AlignmentConfig(
      @Doc("the frozen network whose tokens are the targets") @Needed
          Optional<Chosen<Encoder>> encoder,
      @Doc("tap after this many blocks") @Default("1") @Range(min = 1) int depth,
      @Doc("maps hidden tokens to the encoder's width") @Default("{type: mlp}")
          Chosen<Projector> projector,
      @Doc("normalizes the targets") @Default("{type: none}") Chosen<TargetNorm> norm,
      @Doc("compares projected tokens and targets") @Default("{type: cosine}")
          Chosen<AlignmentLoss> loss,
      @Doc("factor of the loss in the total") @Default("1.0") @Range(min = 0) double weight,
      @Doc("how the weight changes over the run") @Default("{type: constant}")
          Chosen<Schedule> schedule,
      @Doc(
              "tokens are read from a cache that 'irepa cache features' makes, and the encoder is not loaded")
          Optional<CacheConfig> cache) {}

  /** Length of the run. */
  public record TrainConfig(
      @MayChange @Doc("updates of the parameters") @Default("400000") @Range(min = 1) long steps,
      @Doc("examples an update, all accumulation steps together") @Default("256") @Range(min = 1)
          int batch,
      @Doc("parts a batch is split into to save memory") @Default("1") @Range(min = 1)
          int accumulate,
      @Doc("compute the blocks' activations again for the gradients instead of keeping them")
          @Default("false")
          boolean recompute,
      @Doc("their factors multiply the learning rate") @Default("[]")
          List<Chosen<Schedule>> schedules,
      @MayChange @Doc("steps between checkpoints") @Default("10000") @Range(min = 1)
          long checkpointEvery,
      @MayChange @Doc("newest checkpoints to keep") @Default("3") @Range(min = 1) int keep,
      @MayChange
          @Doc("the checkpoint of every so many steps is kept for good; 0 is none")
          @Default("0")
          @Range(min = 0)
          long keepEvery,
      @MayChange @Doc("steps between sample grids") @Default("10000") @Range(min = 1)
          long sampleEvery,
      @MayChange @Doc("steps between records of the losses") @Default("10") @Range(min = 1)
          long logEvery,
      @MayChange
          @Doc("steps between histograms of parameters and gradients; 0 is never")
          @Default("0")
          @Range(min = 0)
          long histogramEvery,
      @MayChange
          @Doc("a step whose loss or gradient is not finite: stop the run, or skip the update")
          @Default("stop")
          NonFinite nonFinite,
      @MayChange
          @Doc(
              "seconds that a call of a plugin may take, the last resort against one that hangs; 0 is no limit")
          @Default("3600")
          @Range(min = 0)
          double callLimit) {}

  /** What happens at a step whose loss or gradient is not finite. */
  public enum NonFinite {
    /** The run ends with an error. */
    STOP,
    /** Parameters and optimizer state stay; ten such steps in a row end the run. */
    SKIP
  }

  /** How samples are drawn. */
  public record SampleConfig(
      @Doc("integrates from noise to data") @Default("euler") Chosen<Sampler> sampler,
      @Doc("evaluations along the path") @Default("50") @Range(min = 1) int steps,
      @Doc("classifier-free guidance") @Default("{}") Guidance guidance,
      @Doc("pictures in a grid") @Default("16") @Range(min = 1) int count,
      @Doc(
              "parameters that are sampled from: first (average), none (the trained ones), or an average's name such as decay-0.9999 or power-0.05")
          @Default("first")
          String ema) {}
}
