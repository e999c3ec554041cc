package io.irepa.spi;

import org.pf4j.ExtensionPoint;

/**
 * A factor that depends on the step: of the learning rate, or of an alignment's weight.
 *
 * @since 0.1
 */
public interface Schedule extends ExtensionPoint {
  /**
   * The factor.
   *
   * @param step from 0 to steps - 1
   * @param steps of the whole run, at least 1
   * @return finite and at least 0, the same for the same arguments; for an alignment, 0 leaves it
   *     out, taps and all
   */
  double factor(long step, long steps);
}
