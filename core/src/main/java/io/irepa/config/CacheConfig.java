package io.irepa.config;

import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.MayChange;
import io.irepa.spi.Range;
import java.nio.file.Path;

/** Where an encoder's tokens are kept, so that training does not load the encoder. */
public record CacheConfig(
    @MayChange
        @Doc(
            value = "folder of caches, one a combination of encoder, weights and data",
            example = "features")
        Path path,
    @Doc("number format of the tokens; int8 has a scale per token") @Default("bfloat16")
        Format precision,
    @Doc(
            "tokens of mirrored images: stored beside the others; recomputed in each step by the encoder, which is then loaded; or mirrored from the others (an approximation)")
        @Default("stored")
        Flips flips,
    @MayChange @Doc("most images a file; what a kill can cost") @Default("512") @Range(min = 1)
        int shard) {
  /** How a number is stored. */
  public enum Format {
    /** 4 bytes, exact. */
    FLOAT32,
    /** 2 bytes, 8 significant bits. */
    BFLOAT16,
    /** 1 byte, in steps of 1/127 of the token's largest number. */
    INT8
  }

  /** Where tokens of mirrored images come from. */
  public enum Flips {
    /** The encoder's own, as a second variant. */
    STORED,
    /** The encoder's own, computed in each step for the images that come mirrored. */
    RECOMPUTED,
    /** The columns of the other variant, in reverse order. */
    MIRRORED
  }
}
