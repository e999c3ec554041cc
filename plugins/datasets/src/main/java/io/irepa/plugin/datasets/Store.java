package io.irepa.plugin.datasets;

import io.irepa.image.Picture;
import java.io.Closeable;
import java.io.IOException;

/** Stored examples by their number, in the order in which they are stored; any thread may read. */
interface Store extends Closeable {
  /** What is known of all examples: labels, names, classes. */
  Listing listing();

  /** Where an example is: file, and row or member. */
  String place(int row);

  /**
   * Its image.
   *
   * @param background what lies under alpha, from 0 (black) to 1 (white)
   */
  Picture picture(int row, float background) throws IOException;

  /** Its latents as they are stored. */
  float[] latents(int row) throws IOException;

  /** Changes whenever what is stored could. */
  long stamp(int row) throws IOException;
}
