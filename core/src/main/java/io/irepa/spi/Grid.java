package io.irepa.spi;

/**
 * How tokens lie on an image: {@code height} rows of {@code width}, row by row.
 *
 * @param height number of rows, at least 1
 * @param width tokens a row, at least 1
 * @since 0.1
 */
public record Grid(int height, int width) {
  /**
   * Checks that both sides are at least 1.
   *
   * @param height at least 1
   * @param width at least 1
   */
  public Grid {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("A grid of " + height + "x" + width + " tokens is empty.");
    }
  }

  /** {@return the number of tokens, T} */
  public int size() {
    return height * width;
  }

  @Override
  public String toString() {
    return height + "x" + width;
  }
}
