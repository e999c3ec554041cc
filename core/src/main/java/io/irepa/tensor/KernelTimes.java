package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Takes the time of every kernel call of its thread between opening and closing, for profiles. On a
 * GPU each call is waited for, so that its time is its own; that costs some speed. Does not nest.
 *
 * @since 0.1
 */
public final class KernelTimes implements AutoCloseable {
  private static final ThreadLocal<KernelTimes> OPEN = new ThreadLocal<>();

  private final List<Call> calls = new ArrayList<>();

  /**
   * One call.
   *
   * @param owner the class beside which the text lies; absent for text made at hand
   * @param kernel the resource's name
   * @param nanoseconds from call to return
   */
  public record Call(Optional<Class<?>> owner, String kernel, long nanoseconds) {}

  private KernelTimes() {}

  /**
   * Begins to take times on the calling thread.
   *
   * @return to be closed on the same thread
   */
  public static KernelTimes open() {
    KernelTimes times = new KernelTimes();
    OPEN.set(times);
    return times;
  }

  /** {@return the calls so far, in order} */
  public List<Call> calls() {
    return Collections.unmodifiableList(calls);
  }

  /** The thread's open one; empty, at next to no cost, when no profile is taken. */
  static Optional<KernelTimes> current() {
    return Optional.ofNullable(OPEN.get());
  }

  void add(Optional<Class<?>> owner, String kernel, long begun, NDList results) {
    NDArray last = results.get(results.size() - 1);
    if (last.getDevice().isGpu()) {
      last.stopGradient().flatten().get("0:1").toType(DataType.FLOAT32, false).toFloatArray();
    }
    calls.add(new Call(owner, kernel, System.nanoTime() - begun));
  }

  @Override
  public void close() {
    OPEN.remove();
  }
}
