package io.irepa.image;

/**
 * Part of a line of samples in another size.
 *
 * @param from samples that there are
 * @param to samples that the whole line would have
 * @param first of those that are asked for
 * @param count of those that are asked for
 */
record Span(int from, int to, int first, int count) {
  /** A whole line in another size. */
  static Span whole(int from, int to) {
    return new Span(from, to, 0, to);
  }

  /** The middle of a line in another size; one more is left out at the end than at the start. */
  static Span centre(int from, int to, int count) {
    return new Span(from, to, (to - count) / 2, count);
  }

  /** Whether nothing changes. */
  boolean isIdentity() {
    return from == to && count == to;
  }

  /** Whether each new sample is made of two. */
  boolean isHalf() {
    return from == 2 * to && count == to;
  }
}
