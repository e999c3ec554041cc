package io.irepa.plugin.encoders.vit;

/** What tells a token where it is. */
enum Positions {
  /** A learned embedding a token, resampled bicubically with antialias to another grid. */
  LEARNED,
  /** As {@link #LEARNED}, resampled bilinearly; queries and keys are rotated too. */
  LEARNED_AND_ROTARY,
  /** Queries and keys are rotated by both coordinates, which run from -1 to 1. */
  AXIAL_ROTARY,
  /** Fixed sines and cosines, of the column first; a file may carry them. */
  SINE_COSINE_BY_COLUMN,
  /** Fixed sines and cosines, of the row first; a file may carry them. */
  SINE_COSINE_BY_ROW;

  boolean added() {
    return this != AXIAL_ROTARY;
  }

  boolean rotary() {
    return this == AXIAL_ROTARY || this == LEARNED_AND_ROTARY;
  }

  boolean fixed() {
    return this == SINE_COSINE_BY_COLUMN || this == SINE_COSINE_BY_ROW;
  }
}
