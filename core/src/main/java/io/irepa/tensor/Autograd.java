package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Map;

/**
 * Reverse-mode differentiation without state: gradients are returned, not left on arrays, so that
 * phases, accumulation and checks cannot mix theirs up.
 *
 * @since 0.1
 */
public final class Autograd {
  private static final Kernel GRADIENTS =
      Kernel.of(Autograd.class, "gradients.ts.py", Map.of("keep", false));
  private static final Kernel KEEPING =
      Kernel.of(Autograd.class, "gradients.ts.py", Map.of("keep", true));

  private Autograd() {}

  /**
   * The gradients of a scalar.
   *
   * @param loss one number, computed while recording was on
   * @param inputs arrays that require a gradient
   * @return as many arrays as {@code inputs}, of their shapes; zero where the loss does not depend
   *     on one
   */
  public static NDList gradients(NDArray loss, NDList inputs) {
    return Tape.hasBlocks()
        ? Tape.gradients(loss, inputs, false)
        : GRADIENTS.callLists(new NDList(loss), inputs);
  }

  /**
   * As {@link #gradients}, but the graph stays for another call. Costs memory; for checks.
   *
   * @param loss one number, computed while recording was on
   * @param inputs arrays that require a gradient
   * @return as {@link #gradients} gives them
   */
  public static NDList gradientsKeeping(NDArray loss, NDList inputs) {
    return Tape.hasBlocks()
        ? Tape.gradients(loss, inputs, true)
        : KEEPING.callLists(new NDList(loss), inputs);
  }

  /**
   * Turns recording off for the calling thread. Nests.
   *
   * @return to be closed, which restores what was before
   */
  public static Recording off() {
    return new Recording(false);
  }

  /**
   * Turns recording on for the calling thread. Nests.
   *
   * @return to be closed, which restores what was before
   */
  public static Recording on() {
    return new Recording(true);
  }

  /** {@return whether recording is on for the calling thread} */
  public static boolean recording() {
    return JniUtils.isGradMode();
  }

  /**
   * Cuts an array off from the graph.
   *
   * @param array stays as it is
   * @return the same values
   */
  public static NDArray detach(NDArray array) {
    return array.stopGradient();
  }

  /** A stretch of code with recording on or off; closing it restores what was before. */
  public static final class Recording implements AutoCloseable {
    private final boolean before = JniUtils.isGradMode();
    private final boolean outermost;

    private Recording(boolean on) {
      this.outermost = on && Tape.begin();
      JniUtils.setGradMode(on);
    }

    @Override
    public void close() {
      if (outermost) {
        Tape.end();
      }
      JniUtils.setGradMode(before);
    }
  }
}
