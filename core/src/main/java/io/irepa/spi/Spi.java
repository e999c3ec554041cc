package io.irepa.spi;

/**
 * The version of these interfaces, which a plugin's manifest names in {@code Plugin-Requires}.
 *
 * @since 0.1
 */
public final class Spi {
  /**
   * Major, minor and patch: a plugin runs where the major is the same and the minor at least its
   * own.
   */
  public static final String VERSION = "1.0.0";

  private Spi() {}
}
