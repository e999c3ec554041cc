package io.irepa.compose;

/** Thrown to a plugin in place of the end of the process that it asked for. */
public final class ExitRefusedError extends Error {
  private static final long serialVersionUID = 1L;

  ExitRefusedError(String message) {
    super(message);
  }
}
