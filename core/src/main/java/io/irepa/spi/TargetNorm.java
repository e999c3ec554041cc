package io.irepa.spi;

import org.pf4j.ExtensionPoint;

/**
 * Normalizes an encoder's tokens before they serve as targets. Called with recording off.
 *
 * @since 0.1
 */
public interface TargetNorm extends ExtensionPoint {
  /**
   * Normalizes.
   *
   * @param tokens [B,T,K]
   * @return of the same shape
   */
  Tokens normalize(Tokens tokens);
}
