package io.irepa.tensor;

import ai.djl.ndarray.NDList;
import io.irepa.IrepaException;
import java.util.function.Function;

/**
 * Whether activations inside a backbone's blocks are kept for the gradients, or computed again
 * ({@code train.recompute}; arXiv 1604.06174, section 4.1). A backbone's constructor may ask for
 * it; it then runs each block through {@link #block}, and need not know which it is.
 *
 * <p>Kept are a block's inputs and outputs. {@link Autograd#gradients} runs the blocks once more,
 * the last one first, and frees the activations of each before the next: one more forward pass for
 * the activations of one block instead of those of all.
 *
 * @since 0.1
 */
public final class Recompute {
  private final boolean on;

  /**
   * @param on whether activations are computed again
   */
  public Recompute(boolean on) {
    this.on = on;
  }

  /**
   * Runs a block. Its results are the same whether it is computed again or not, bit by bit, and
   * gradients up to the order of their sums. Only under {@link Autograd#on} anything is computed
   * again, not in sampling and not in a directional derivative. A block within a block is computed
   * again as a part of it.
   *
   * @param block of the inputs and of parameters, which it may hold; without draws, and with the
   *     same results each time: it may run again, and only sees copies of the inputs without their
   *     history. Whatever else has a gradient must be among the inputs
   * @param inputs stay open until gradients are taken
   * @return the block's results, floating point; left to the innermost scope, which must stay open
   *     until gradients are taken, as the recording must
   * @throws IrepaException if a result is not floating point
   */
  public NDList block(Function<NDList, NDList> block, NDList inputs) {
    return on ? Tape.run(block, inputs) : block.apply(inputs);
  }
}
