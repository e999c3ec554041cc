package io.irepa.config;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Encoder;
import io.irepa.spi.Metric;
import io.irepa.spi.Range;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is measured of a model: of its samples' features, and of its hidden tokens. */
public record EvaluateConfig(
    @Doc(
            "those of features compare samples with real images; those of tokens look at the model's hidden tokens")
        @Default("[]")
        List<Chosen<Metric>> metrics,
    @Doc("steps between evaluations in training; 0 is never") @Default("0") @Range(min = 0)
        long every,
    @Doc("samples that are drawn, the classes in turn") @Default("10000") @Range(min = 2) int count,
    @Doc("seed of the samples' noise") @Default("0") long seed,
    @Doc("networks whose features of real and generated images are compared") @Default("[]")
        List<Features> features,
    @Doc("the model's hidden tokens") @Default("{}") Hidden hidden) {

  /** A network's features of an image. */
  public record Features(
      @Doc("gives the features; any encoder, also a TorchScript file") Chosen<Encoder> encoder,
      @Doc(
              "mean: of the tokens; global: the network's own vector of the image; spatial: the first channels of all tokens, as sFID has it; logits: the network's own vector as a classifier's logits, for the inception score")
          @Default("mean")
          Pool pool,
      @Doc("channels of each token for pool: spatial") @Default("7") @Range(min = 1) int channels,
      @Doc(
              "a .npz file of real images (arr_0) or of their statistics (mu, sigma); the data's images if left out")
          Optional<Path> reference,
      @Doc("most of the data's images that are encoded, evenly over all")
          @Default("50000")
          @Range(min = 2)
          int realImages,
      @Doc("name of the features in results; the encoder's type if left out")
          Optional<String> name) {}

  /** From tokens to one vector. */
  public enum Pool {
    /** The mean of the tokens. */
    MEAN,
    /** What stands for the image as a whole. */
    GLOBAL,
    /** The first channels of all tokens. */
    SPATIAL,
    /** What stands for the image as a whole, as a classifier's logits. */
    LOGITS
  }

  /** The hidden tokens that metrics of tokens are measured on. */
  public record Hidden(
      @Doc("blocks after which the tokens are looked at; all if empty") @Default("[]")
          List<Integer> depths,
      @Doc("images of the data, evenly over all") @Default("64") @Range(min = 1) int images,
      @Doc("time of the noised images: near 0 almost the image, 1 noise alone")
          @Default("0.5")
          @Range(min = 0.001, max = 1)
          double time) {}
}
