package io.irepa.tensor;

import io.irepa.IrepaException;

/**
 * A kernel's text does not compile, or failed on the arrays it was given.
 *
 * @since 0.1
 */
public final class KernelException extends IrepaException {
  private static final long serialVersionUID = 1L;

  KernelException(String message, Throwable cause) {
    super(message, cause);
  }
}
