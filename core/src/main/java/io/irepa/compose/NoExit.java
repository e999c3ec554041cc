package io.irepa.compose;

/** Called in a plugin's code where it says {@code System.exit}; see {@link ExitCalls}. */
public final class NoExit {
  private NoExit() {}

  /**
   * Ends nothing.
   *
   * @param status asked for
   * @throws ExitRefusedError always
   */
  @SuppressWarnings("DoNotCallSuggester") // It stands where a plugin meant the exit.
  public static void exit(int status) {
    throw new ExitRefusedError(
        "it called System.exit(" + status + "), which would end the whole process");
  }

  /**
   * Ends nothing.
   *
   * @param runtime asked
   * @param status asked for
   * @throws ExitRefusedError always
   */
  @SuppressWarnings("DoNotCallSuggester") // It stands where a plugin meant the exit.
  public static void exit(Runtime runtime, int status) {
    throw new ExitRefusedError(
        "it called Runtime.exit or halt(" + status + "), which would end the whole process");
  }
}
