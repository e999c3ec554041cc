package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.irepa.IrepaException;
import java.util.Map;
import java.util.function.Function;

/**
 * Directional derivatives without the author's help: a function made of kernels and array operators
 * runs on dual numbers, which carry a tangent beside each value.
 *
 * <p>Recording is off while it runs, so the result has no gradient of its own. The functions must
 * not leave libtorch: what goes through Java numbers loses its tangent.
 *
 * @since 0.1
 */
public final class ForwardMode {
  private static final Kernel MAKE = dual("make_dual.ts.py");
  private static final Kernel UNPACK = dual("unpack_dual.ts.py");
  private static final ThreadLocal<Boolean> ACTIVE = ThreadLocal.withInitial(() -> false);

  private ForwardMode() {}

  // Levels do not nest in libtorch, so there is only ever this one.
  private static Kernel dual(String resource) {
    return Kernel.of(ForwardMode.class, resource, Map.of("level", 0));
  }

  /**
   * A function's value and its derivative along tangents.
   *
   * @param value of the function at the inputs
   * @param tangent the sum over inputs of derivative times tangent, shaped like the value
   */
  public record Derivative(NDArray value, NDArray tangent) {}

  /**
   * Evaluates a function and its derivative along tangents in one pass.
   *
   * @param function of as many arrays as there are inputs; it may use others, which are constant
   * @param inputs at which it is evaluated, floating point
   * @param tangents one an input, of its shape and format; zeros for an input that stays
   * @return left to the innermost scope
   * @throws IrepaException if the function calls this method itself, or an operator in it has no
   *     forward derivative
   */
  public static Derivative along(
      Function<NDList, NDArray> function, NDList inputs, NDList tangents) {
    if (ACTIVE.get()) {
      throw new IrepaException("A directional derivative cannot be taken within another one.");
    }
    ACTIVE.set(true);
    try (Autograd.Recording off = Autograd.off();
        DualLevel level = DualLevel.enter()) {
      NDList duals = new NDList();
      for (int i = 0; i < inputs.size(); i++) {
        duals.add(MAKE.call(inputs.get(i), tangents.get(i)));
      }
      NDList parts = UNPACK.callForAll(function.apply(duals));
      return new Derivative(parts.get(0), parts.get(1));
    } finally {
      ACTIVE.set(false);
    }
  }

  /** Whether the calling thread is within {@link #along}. */
  static boolean active() {
    return ACTIVE.get();
  }
}
