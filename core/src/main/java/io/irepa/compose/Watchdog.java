package io.irepa.compose;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Looks from time to time whether a call takes longer than it may. It is interrupted then, which
 * ends what waits for something; where even that does not help, the process ends.
 */
final class Watchdog {
  private static final double GRACE_SECONDS = 5;
  private static final int FRAMES = 6;

  private final double limitSeconds;
  private final AtomicBoolean running = new AtomicBoolean();

  Watchdog(double limitSeconds) {
    this.limitSeconds = limitSeconds;
  }

  /** Watches until the calls' run is gone. */
  void watch(Calls calls) {
    if (running.getAndSet(true)) {
      return;
    }
    WeakReference<Calls> watched = new WeakReference<>(calls);
    Thread thread = new Thread(() -> loop(watched), "irepa-watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  private void loop(WeakReference<Calls> watched) {
    try {
      for (Calls calls = watched.get(); calls != null; calls = watched.get()) {
        look(calls);
        calls = null;
        Thread.sleep((long) Math.max(10, Math.min(1000, limitSeconds * 250)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Calls calls) {
    calls
        .all()
        .forEach(
            (thread, nested) -> {
              // The outermost has taken the longest.
              if (!nested.isEmpty() && nested.get(0).seconds() > limitSeconds) {
                overdue(calls, thread, innermost(nested));
              }
            });
  }

  /** An outer call waits for an inner one, unless that has only just begun. */
  private Calls.Call innermost(List<Calls.Call> calls) {
    Calls.Call found = calls.get(0);
    for (Calls.Call call : calls) {
      if (call.seconds() > 0.9 * limitSeconds) {
        found = call;
      }
    }
    return found;
  }

  private void overdue(Calls calls, Thread thread, Calls.Call call) {
    if (call.overdue().isEmpty()) {
      String reason =
          "%s has not come back from %s within train.call-limit, %s s. It was in %s."
              .formatted(
                  call.name(), call.place(), seconds(limitSeconds), stack(thread.getStackTrace()));
      calls.interrupt(thread, call, reason);
    } else if (call.seconds() > limitSeconds + GRACE_SECONDS) {
      System.err.println(
          "irepa: "
              + call.overdue().get()
              + " It cannot be interrupted either, so the process ends; the run goes on from its last checkpoint.");
      System.err.flush();
      Runtime.getRuntime().halt(1);
    }
  }

  private static String seconds(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static String stack(StackTraceElement[] frames) {
    return Arrays.stream(frames)
        .limit(FRAMES)
        .map(
            frame ->
                "%s.%s:%d"
                    .formatted(frame.getClassName(), frame.getMethodName(), frame.getLineNumber()))
        .collect(Collectors.joining(", called by "));
  }
}
