package io.irepa.train;

import ai.djl.ndarray.NDManager;
import io.irepa.compose.Calls;
import java.util.Optional;

/**
 * Notices that the run's arrays become more from step to step, and finds out whose they are. To
 * count them costs little and is done after each step; whose they are is looked at only once they
 * have grown often, and never fallen.
 */
final class LeakWatch {
  private static final int GROWTHS = 16;

  private final NDManager manager;
  private final Calls calls;
  private int before = Integer.MAX_VALUE;
  private int growths;

  LeakWatch(NDManager manager, Calls calls) {
    this.manager = manager;
    this.calls = calls;
  }

  /** Looks once more; returns who leaves arrays behind, for people, if somebody does. */
  Optional<String> look() {
    int now = manager.getManagedArrays().size();
    growths = now > before ? growths + 1 : now < before ? 0 : growths;
    before = now;
    if (growths < GROWTHS) {
      return Optional.empty();
    }
    if (!calls.tracing()) {
      calls.trace(manager);
      return Optional.empty();
    }
    return calls.left();
  }
}
