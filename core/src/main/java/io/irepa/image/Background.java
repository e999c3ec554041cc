package io.irepa.image;

/**
 * What lies under transparent pixels.
 *
 * @since 0.1
 */
public enum Background {
  /** White. */
  WHITE(1),
  /** Middle grey. */
  GREY(0.5f),
  /** Black. */
  BLACK(0);

  private final float level;

  Background(float level) {
    this.level = level;
  }

  /** {@return from 0 (black) to 1 (white)} */
  public float level() {
    return level;
  }
}
