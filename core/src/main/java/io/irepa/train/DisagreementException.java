package io.irepa.train;

import io.irepa.IrepaException;

/** The configuration is not the one that a run's checkpoints were trained with. */
public final class DisagreementException extends IrepaException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what differs, and what to do
   */
  public DisagreementException(String message) {
    super(message);
  }
}
