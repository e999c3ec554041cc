package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Map;
import java.util.function.BiConsumer;

/** Gradients of several arrays that are weighted by gradients of theirs. */
final class VectorJacobian {
  private static final Kernel ALIAS = Kernel.of(VectorJacobian.class, "alias.ts.py");
  private static final Kernel FREEING = kernel(false);
  private static final Kernel KEEPING = kernel(true);

  private VectorJacobian() {}

  private static Kernel kernel(boolean keep) {
    return Kernel.of(VectorJacobian.class, "vector_jacobian.ts.py", Map.of("keep", keep));
  }

  /**
   * Takes gradients.
   *
   * @param outputs recorded arrays
   * @param weights one an output, of its shape
   * @param inputs all different; may be among the outputs
   * @param keep whether the graph stays for another call
   * @param found takes an input and its gradient, for those that the outputs depend on; the
   *     gradient is left to the innermost scope
   */
  static void pull(
      NDList outputs,
      NDList weights,
      NDList inputs,
      boolean keep,
      BiConsumer<NDArray, NDArray> found) {
    // An array that stands in two lists of a call goes in as a view the second time, which the
    // outputs would not depend on; a second handle to the same tensor does not.
    NDList aliases = new NDList();
    outputs.forEach(output -> aliases.add(ALIAS.call(output)));
    NDList gradients = (keep ? KEEPING : FREEING).callLists(aliases, weights, inputs);
    int[] places = gradients.get(gradients.size() - 1).toIntArray();
    for (int i = 0; i < places.length; i++) {
      found.accept(inputs.get(places[i]), gradients.get(i));
    }
  }
}
