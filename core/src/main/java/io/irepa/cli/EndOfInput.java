package io.irepa.cli;

import java.io.IOException;
import java.time.Duration;

/**
 * Ends the process with its standard input, as if a termination signal came: a process that another
 * one started through a pipe then does not outlive it, however that one ended.
 */
final class EndOfInput {
  /** As a shell reports a process that a termination signal ended. */
  private static final int TERMINATED = 143;

  /** For what a command finishes first; one that hangs is ended all the same. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private EndOfInput() {}

  /** Watches from now on. */
  static void watch() {
    daemon("irepa-input", EndOfInput::await).start();
  }

  private static void await() {
    try {
      while (System.in.read() >= 0) {
        // What is written to it says nothing.
      }
    } catch (IOException e) {
      // A pipe that breaks has ended too.
    }
    daemon("irepa-halt", EndOfInput::halt).start();
    System.exit(TERMINATED);
  }

  private static void halt() {
    try {
      Thread.sleep(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(TERMINATED);
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
