package io.irepa.config;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.MayChange;
import io.irepa.spi.Range;
import java.nio.file.Path;

/** Where latents are kept, so that training neither decodes nor encodes images. */
public record LatentsConfig(
    @MayChange
        @Doc(
            value = "folder of caches, one a combination of autoencoder, weights and data",
            example = "latents")
        Path path,
    @Doc(
            "what is kept of an image: moments, the posterior's mean and log-variance, sampled anew at each use; or samples, one sample of it")
        @Default("moments")
        Content content,
    @Doc("number format of the latents") @Default("float32") Format precision,
    @Doc(
            "latents of mirrored images: stored beside the others; or recomputed in each step by the autoencoder's encoder, which is then loaded")
        @Default("stored")
        Flips flips,
    @MayChange @Doc("most images a file; what a kill can cost") @Default("512") @Range(min = 1)
        int shard) {
  /** What is kept of an image. */
  public enum Content {
    /** Mean and log-variance of the posterior. */
    MOMENTS,
    /** One raw sample. */
    SAMPLES
  }

  /** How a number is stored. */
  public enum Format {
    /** 4 bytes, exact. */
    FLOAT32,
    /** 2 bytes, 8 significant bits. */
    BFLOAT16
  }

  /** Where latents of mirrored images come from. */
  public enum Flips {
    /** The autoencoder's own, as a second variant. */
    STORED,
    /** The autoencoder's own, computed in each step for the images that come mirrored. */
    RECOMPUTED
  }
}
