package io.irepa.compose;

import ai.djl.ndarray.NDManager;
import io.irepa.config.ComponentType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The calls of plugins' extensions that are under way in a run, by thread: who is to be named when
 * one does not come back, or leaves arrays behind.
 */
public final class Calls {
  private final ConcurrentMap<Thread, Deque<Call>> underWay = new ConcurrentHashMap<>();
  private final Optional<Watchdog> watchdog;
  private Optional<ArrayTracing> tracing = Optional.empty();

  /**
   * @param limitSeconds that a call may take; 0 is no limit
   */
  Calls(double limitSeconds) {
    watchdog = limitSeconds > 0 ? Optional.of(new Watchdog(limitSeconds)) : Optional.empty();
  }

  /** One call. */
  static final class Call {
    private final ComponentType type;
    private final String method;
    private final long begun = System.nanoTime();
    private volatile Optional<String> overdue = Optional.empty();

    private Call(ComponentType type, String method) {
      this.type = type;
      this.method = method;
    }

    /** The extension and its method, for people. */
    String name() {
      return "The %s '%s' of %s"
          .formatted(type.slot().getSimpleName(), type.type(), Plugins.origin(type));
    }

    String place() {
      return type.implementation().getName() + "." + method;
    }

    double seconds() {
      return (System.nanoTime() - begun) / 1e9;
    }

    /** Why it was interrupted, if it was. */
    Optional<String> overdue() {
      return overdue;
    }
  }

  Call begin(ComponentType type, String method) {
    Call call = new Call(type, method);
    Deque<Call> calls = underWay.computeIfAbsent(Thread.currentThread(), t -> new ArrayDeque<>());
    synchronized (calls) {
      trace(Optional.ofNullable(calls.peek()));
      calls.push(call);
    }
    watchdog.ifPresent(dog -> dog.watch(this));
    return call;
  }

  void end(Call call) {
    Deque<Call> calls = underWay.get(Thread.currentThread());
    synchronized (calls) {
      trace(Optional.of(call));
      calls.pop();
      if (calls.isEmpty()) {
        underWay.remove(Thread.currentThread());
      }
      if (call.overdue().isPresent()) {
        Thread.interrupted(); // It was for this call.
      }
    }
  }

  /** Interrupts a call, unless it has ended meanwhile. */
  void interrupt(Thread thread, Call call, String reason) {
    Deque<Call> calls = underWay.getOrDefault(thread, new ArrayDeque<>());
    synchronized (calls) {
      if (calls.contains(call)) {
        call.overdue = Optional.of(reason);
        thread.interrupt();
      }
    }
  }

  private synchronized void trace(Optional<Call> by) {
    tracing.ifPresent(since -> since.attribute(by));
  }

  /** Begins to take note of whose arrays come into a manager; it takes time at each call. */
  public synchronized void trace(NDManager manager) {
    tracing = Optional.of(new ArrayTracing(manager));
  }

  /** Whether {@link #trace} was called. */
  public synchronized boolean tracing() {
    return tracing.isPresent();
  }

  /**
   * Who left arrays behind since {@link #trace}, which begins anew.
   *
   * @return for people; empty if it was nobody's call
   */
  public synchronized Optional<String> left() {
    ArrayTracing since = tracing.orElseThrow();
    tracing = Optional.of(since.anew());
    return since.left();
  }

  /** The calls of each thread, outermost first. */
  Map<Thread, List<Call>> all() {
    Map<Thread, List<Call>> all = new LinkedHashMap<>();
    underWay.forEach(
        (thread, calls) -> {
          synchronized (calls) {
            List<Call> list = new ArrayList<>(calls);
            Collections.reverse(list);
            all.put(thread, list);
          }
        });
    return all;
  }
}
