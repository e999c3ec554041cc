package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.irepa.IrepaException;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** One run of a block whose activations were not kept. */
final class Segment {
  private static final Kernel REQUIRES_GRAD = Kernel.of(Segment.class, "requires_grad.ts.py");

  private final Function<NDList, NDList> block;
  private final NDList inputs;
  private final int[] requireGrad;
  private final NDList outputs;
  private boolean spent;

  private Segment(
      Function<NDList, NDList> block, NDList inputs, int[] requireGrad, NDList outputs) {
    this.block = block;
    this.inputs = inputs;
    this.requireGrad = requireGrad;
    this.outputs = outputs;
  }

  /** Runs the block without recording; its results become leaves that require a gradient. */
  static Segment run(Function<NDList, NDList> block, NDList inputs) {
    NDList outputs = new NDList();
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      for (NDArray output : block.apply(new NDList(inputs))) {
        if (!output.getDataType().isFloating()) {
          throw new IrepaException(
              "A block that is computed again gives an array of the format %s; floating point is needed. Leave such an array out of Recompute.block."
                  .formatted(output.getDataType()));
        }
        // Detached, since it may be an input, or a view of one.
        NDArray leaf = scope.pass(Autograd.detach(output));
        leaf.setRequiresGradient(true);
        outputs.add(leaf);
      }
    }
    int[] requireGrad =
        inputs.isEmpty()
            ? new int[0]
            : REQUIRES_GRAD.callLists(inputs).singletonOrThrow().toIntArray();
    return new Segment(block, new NDList(inputs), requireGrad, outputs);
  }

  NDList inputs() {
    return inputs;
  }

  NDList outputs() {
    return outputs;
  }

  boolean spent() {
    return spent;
  }

  /** Whether an input or a result was closed. */
  boolean isClosed() {
    return inputs.stream().anyMatch(NDArray::isReleased)
        || outputs.stream().anyMatch(NDArray::isReleased);
  }

  /**
   * Runs the block once more and takes its gradients; its activations are freed before this
   * returns.
   *
   * @param arrived at its outputs, at one of them at least
   * @param others that may have been used beside the inputs: parameters, outputs of earlier blocks
   * @param keep whether gradients may be taken once more
   * @param found takes each input, and each of the others, that has a gradient, with it; the
   *     gradient is left to the innermost scope
   */
  void back(GradientSums arrived, NDList others, boolean keep, BiConsumer<NDArray, NDArray> found) {
    if (spent) {
      throw new IrepaException(
          "Gradients were taken before through a block that is computed again. Use Autograd.gradientsKeeping for all but the last.");
    }
    spent = !keep;
    GradientSums own = new GradientSums();
    NDList copies = new NDList();
    try (Scope scope = Scope.open();
        Autograd.Recording on = Autograd.on()) {
      NDList wanted = new NDList(others);
      for (int i = 0; i < inputs.size(); i++) {
        // Without its history; the memory is shared.
        NDArray copy = Autograd.detach(inputs.get(i));
        copies.add(copy);
        if (requireGrad[i] == 1) {
          copy.setRequiresGradient(true);
          wanted.add(copy);
        }
      }
      NDList again = block.apply(new NDList(copies));
      checkAlike(again);
      NDList results = new NDList();
      NDList weights = new NDList();
      for (int i = 0; i < outputs.size(); i++) {
        if (arrived.has(outputs.get(i))) {
          results.add(again.get(i));
          weights.add(arrived.get(outputs.get(i)));
        }
      }
      if (!wanted.isEmpty()) {
        pull(results, weights, wanted, own);
      }
      own.gradients().forEach(scope::pass);
    }
    own.arrays().forEach(array -> found.accept(original(array, copies), own.get(array)));
  }

  private NDArray original(NDArray array, NDList copies) {
    for (int i = 0; i < copies.size(); i++) {
      if (copies.get(i) == array) {
        return inputs.get(i);
      }
    }
    return array;
  }

  private static void pull(NDList results, NDList weights, NDList wanted, GradientSums own) {
    try {
      VectorJacobian.pull(results, weights, wanted, false, own::add);
    } catch (KernelException e) {
      if (!e.getMessage().contains("a second time")) {
        throw e;
      }
      throw new IrepaException(
          "A block that is computed again uses an array that has a gradient and is not among its inputs. Give it to Recompute.block with the inputs.",
          e);
    }
  }

  /**
   * Checks that all is there for another run.
   *
   * @throws IrepaException if an input or a result was closed
   */
  void checkOpen() {
    if (isClosed()) {
      throw new IrepaException(
          "Arrays of a block that is computed again were closed before the gradients were taken. Open no scope around it inside the backbone.");
    }
  }

  private void checkAlike(NDList again) {
    boolean alike = again.size() == outputs.size();
    for (int i = 0; alike && i < again.size(); i++) {
      alike = again.get(i).getShape().equals(outputs.get(i).getShape());
    }
    if (!alike) {
      throw new IrepaException(
          "A block gave other shapes when it was computed again. It must depend on its inputs and on parameters alone.");
    }
  }
}
