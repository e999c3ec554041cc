package io.irepa.compose;

import io.irepa.IrepaException;

/** An extension failed in a way that it should not, or did not come back. */
public final class ExtensionException extends IrepaException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names the extension
   * @param cause of the failure
   */
  public ExtensionException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param message names the extension
   */
  public ExtensionException(String message) {
    super(message);
  }
}
