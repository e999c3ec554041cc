package io.irepa.spi;

import org.pf4j.ExtensionPoint;

/**
 * Normalizes an encoder's tokens before they serve as targets. Called with recording off.
 *
 * @since 0.1
 */
public interface TargetNorm extends ExtensionPoint {
  /**
   * Normalizes each image's tokens by themselves.
   *
   * @param tokens [B,T,K], as the encoder gave them
   * @return of the same shape and grid, finite where {@code tokens} are, also where they are all
   *     equal; it may be {@code tokens}
   */
  Tokens normalize(Tokens tokens);
}
