package io.irepa.compose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.irepa.config.ComponentType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The calls of plugins' extensions that are under way in a run, by thread: who is to be named when
 * one does not come back, or leaves arrays behind.
 */
public final class Calls {
  private final ConcurrentMap<Thread, Deque<Call>> underWay = new ConcurrentHashMap<>();
  private final Optional<Watchdog> watchdog;
  private Optional<Tracing> tracing = Optional.empty();

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

    void overdue(String reason) {
      overdue = Optional.of(reason);
    }
  }

  /** Which arrays were there before a call, and whose those are that came since. */
  private static final class Tracing {
    private final NDManager manager;
    private final Set<NDArray> known = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<NDArray, Call> owners = new IdentityHashMap<>();

    Tracing(NDManager manager) {
      this.manager = manager;
      known.addAll(manager.getManagedArrays());
    }

    void attribute(Optional<Call> call) {
      for (NDArray array : manager.getManagedArrays()) {
        if (known.add(array)) {
          call.ifPresent(by -> owners.put(array, by));
        }
      }
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
    }
  }

  private synchronized void trace(Optional<Call> by) {
    tracing.ifPresent(since -> since.attribute(by));
  }

  /** Begins to take note of whose arrays come into a manager; it takes time at each call. */
  public synchronized void trace(NDManager manager) {
    tracing = Optional.of(new Tracing(manager));
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
    Tracing since = tracing.orElseThrow();
    List<Call> calls = new ArrayList<>();
    for (NDArray array : since.manager.getManagedArrays()) {
      Call owner = since.owners.get(array);
      if (owner != null) {
        calls.add(owner);
      }
    }
    tracing = Optional.of(new Tracing(since.manager));
    return calls.stream()
        .findFirst()
        .map(
            call ->
                "%s leaves arrays open at every call of %s; %d since the step before, the last of shape %s. An extension keeps no array but those that it makes in its constructor: memory would run out."
                    .formatted(
                        call.name(),
                        call.place(),
                        calls.size(),
                        since.manager.getManagedArrays().stream()
                            .filter(array -> since.owners.get(array) == call)
                            .findFirst()
                            .map(array -> array.getShape().toString())
                            .orElse("()")));
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
