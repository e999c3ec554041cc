package io.irepa.spi;

/**
 * A configuration record that can check itself beyond the ranges of its single keys. Implementing
 * it is optional. No array exists and no native library is loaded when it is called.
 *
 * @since 0.1
 */
public interface Settings {
  /**
   * Reports what does not fit together, and throws nothing. Called once every key has its type and
   * range.
   *
   * @param run the rest of the run; absent parts could not be read
   * @param problems takes what is wrong
   */
  default void check(RunShape run, Problems problems) {}
}
