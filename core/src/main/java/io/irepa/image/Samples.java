package io.irepa.image;

/** What a picture consists of, as it was stored: all of it stays in that precision. */
sealed interface Samples permits Levels, Planes {
  /** In pixels. */
  int width();

  /** In pixels. */
  int height();

  /** [3,height,width] in [0,1]; not to be changed. */
  float[] planes();

  /** Of another size, or a part of that. */
  Samples resized(Resample filter, Span across, Span down);

  /** As it is to be seen. */
  Samples turned(Orientation orientation);

  /** Left and right exchanged. */
  default Samples flipped() {
    return turned(Orientation.MIRRORED);
  }
}
