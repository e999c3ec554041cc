package io.irepa.spi;

/**
 * Collects what is wrong with a configuration; given to {@link Settings#check}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Problems {
  /**
   * Adds a problem; the check goes on.
   *
   * @param key of the record that is being checked, in kebab-case, or empty for the record as a
   *     whole
   * @param message what is wrong and what would be right, in whole sentences; place and key are put
   *     before it
   */
  void add(String key, String message);
}
