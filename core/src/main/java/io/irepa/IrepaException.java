package io.irepa;

/**
 * A failure that a person can act on. Its message says what is wrong, where, and what to do; the
 * command line prints the message alone and, with {@code --debug}, the causes too.
 *
 * @since 0.1
 */
public class IrepaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, where, and what to do, in full sentences
   */
  public IrepaException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong, where, and what to do, in full sentences
   * @param cause kept for {@code --debug}
   */
  public IrepaException(String message, Throwable cause) {
    super(message, cause);
  }
}
