package io.irepa.plugin.mlflow;

import java.io.IOException;

/** The server answered, and refused. */
final class ServerException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * @param status of HTTP
   * @param code MLflow's own, such as RESOURCE_DOES_NOT_EXIST; empty if it gave none
   */
  ServerException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  boolean isCode(String other) {
    return code.equals(other);
  }

  /** Whether the same request may be taken later: it was not the request that was wrong. */
  boolean passes() {
    return status >= 500 || status == 401 || status == 403 || status == 408 || status == 429;
  }
}
