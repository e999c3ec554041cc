package io.irepa.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C or a termination signal, for commands that have something to finish first. The process
 * ends with 128 plus the signal's number, as the JVM has it, once {@link #release} is called.
 */
final class StopSignal {
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile boolean requested;
  private volatile Thread hook;

  /**
   * Takes signals from now on.
   *
   * @param told to people when one comes
   */
  void take(String told) {
    hook = new Thread(() -> stop(told), "irepa-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop(String told) {
    if (finished.getCount() == 0) {
      return; // The process ends by itself.
    }
    requested = true;
    System.err.println(told);
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether one came. */
  boolean requested() {
    return requested;
  }

  /** There is nothing left to finish. */
  void release() {
    finished.countDown();
    if (hook != null && !requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        requested = true; // It came this moment, and waits for nothing.
      }
    }
  }
}
