package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;

/**
 * Closes every array that its thread creates between opening and closing, whichever manager the
 * array is attached to. The training loop, the sampler and the tests open scopes; extensions do not
 * need to: what they create is closed when the step ends.
 *
 * <p>Gradients are taken before the scope closes in which the loss was computed.
 *
 * <p>A scope belongs to the thread that opened it. Scopes nest and must be closed innermost first.
 *
 * @since 0.1
 */
public final class Scope implements AutoCloseable {
  private final NDScope arrays = new NDScope();
  private final NDList passed = new NDList();

  private Scope() {
    HostMemory.holdFor(arrays);
  }

  /** {@return a scope, opened on the calling thread} */
  public static Scope open() {
    return new Scope();
  }

  /**
   * Moves an array out of this scope.
   *
   * @param array created in this scope, which must be the thread's innermost
   * @param owner closes the array from now on
   * @return {@code array}
   */
  public NDArray keep(NDArray array, NDManager owner) {
    arrays.suppressNotUsedWarning();
    NDScope.unregister(array);
    array.attach(owner);
    return array;
  }

  /**
   * Moves arrays out of this scope, as {@link #keep(NDArray, NDManager)} does with each.
   *
   * @param list of arrays created in this scope
   * @param owner closes the arrays from now on
   * @return {@code list}
   */
  public NDList keep(NDList list, NDManager owner) {
    list.forEach(array -> keep(array, owner));
    return list;
  }

  /**
   * Leaves an array to the scope around this one, or, where there is none, to its manager.
   *
   * @param array created in this scope, which must be the thread's innermost
   * @return {@code array}
   */
  public NDArray pass(NDArray array) {
    NDScope.unregister(array);
    passed.add(array);
    return array;
  }

  /** Closes what was created in the scope and neither kept nor passed on. */
  @Override
  public void close() {
    arrays.close();
    passed.forEach(NDScope::register);
  }
}
