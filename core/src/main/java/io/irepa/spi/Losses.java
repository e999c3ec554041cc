package io.irepa.spi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The named terms of one phase of one step, each one number. {@code total} is differentiated; the
 * others are reported. A number that is not finite stops the training with the term's name.
 *
 * @since 0.1
 */
public final class Losses {
  private static final Kernel MOVE = Kernel.of(Losses.class, "move.ts.py");

  private final Map<String, NDArray> terms = new LinkedHashMap<>();
  private final Map<String, NDArray> carried = new LinkedHashMap<>();
  private final Map<String, NDArray> figures = new LinkedHashMap<>();
  private final Map<String, Double> weights = new LinkedHashMap<>();
  private final NDList buffers = new NDList();
  private final NDList values = new NDList();
  private NDArray total;

  /**
   * Reports a term; it adds nothing to the total.
   *
   * @param name in curves, after {@code loss.}
   * @param scalar one number
   * @return this
   */
  public Losses report(String name, NDArray scalar) {
    terms.put(name, scalar);
    return this;
  }

  /**
   * Reports a number that is no loss, such as a signal-to-noise ratio.
   *
   * @param name in curves, as it is
   * @param scalar one number
   * @return this
   */
  public Losses figure(String name, NDArray scalar) {
    figures.put(name, scalar);
    return this;
  }

  /** {@return the numbers that are no losses, by name} */
  public Map<String, NDArray> figures() {
    return Collections.unmodifiableMap(figures);
  }

  /**
   * Reports a term and adds it to the total with weight 1.
   *
   * @param name in curves, after {@code loss.}
   * @param scalar one number, recorded for differentiation
   * @return this
   */
  public Losses add(String name, NDArray scalar) {
    total = total == null ? scalar : total.add(scalar);
    return report(name, scalar);
  }

  /**
   * Reports a term as it is, and adds it to the total with a weight, which is reported too.
   *
   * @param name in curves, after {@code loss.}; the weight's, after {@code weight.}
   * @param weight factor in the total
   * @param scalar one number, recorded for differentiation
   * @return this
   */
  public Losses add(String name, double weight, NDArray scalar) {
    NDArray weighted = scalar.mul((float) weight);
    total = total == null ? weighted : total.add(weighted);
    weights.put(name, weight);
    return report(name, scalar);
  }

  /**
   * Reports a term as it is, and adds it to the total with a weight that follows from the step.
   *
   * @param name in curves, after {@code loss.}; the weight's, after {@code weight.}
   * @param weight factor in the total, one number without a gradient
   * @param scalar one number, recorded for differentiation
   * @return this
   */
  public Losses add(String name, NDArray weight, NDArray scalar) {
    NDArray weighted = scalar.mul(weight);
    total = total == null ? weighted : total.add(weighted);
    return figure("weight." + name, weight).report(name, scalar);
  }

  /** {@return the weights of terms that were added with one, by the terms' names} */
  public Map<String, Double> weights() {
    return Collections.unmodifiableMap(weights);
  }

  /**
   * Adds the alignment: {@code align} (weighted) to the total, and {@code align.<i>} as reports.
   * Where no alignment acts, {@code align} is reported as zero, so that curves have no holes; call
   * it after a term was added.
   *
   * @param alignment as the run's {@link Alignment} gave it
   * @return this
   */
  public Losses align(Alignment.Terms alignment) {
    alignment
        .weighted()
        .ifPresentOrElse(
            weighted -> add("align", weighted), () -> report("align", total().zerosLike()));
    alignment.each().forEach((index, loss) -> report("align." + index, loss));
    return this;
  }

  /**
   * Leaves an array to the later phases of the step, which find it as {@link Batch#carried}: what
   * was computed before this phase's update, say.
   *
   * @param name any, one a value
   * @param array copied here, without its gradient
   * @return this
   */
  public Losses carry(String name, NDArray array) {
    try (Autograd.Recording off = Autograd.off()) {
      // Draws lie in memory that belongs to this phase's scope.
      carried.put(name, Autograd.detach(array).duplicate());
    }
    return this;
  }

  /** {@return what was left, by name} */
  public Map<String, NDArray> carried() {
    return Collections.unmodifiableMap(carried);
  }

  /**
   * Gives a buffer, such as a running mean, a new value once the phase's gradients are taken. An
   * objective changes nothing itself.
   *
   * @param buffer of {@link io.irepa.tensor.Parameters#buffers}
   * @param value of its shape; where a number of it is not finite, the buffer stays
   * @return this
   */
  public Losses move(NDArray buffer, NDArray value) {
    buffers.add(buffer);
    values.add(value);
    return this;
  }

  /** Moves the buffers; called by core, once and with recording off, after the gradients. */
  public void moveBuffers() {
    if (!buffers.isEmpty()) {
      MOVE.callLists(buffers, values);
    }
  }

  /**
   * The sum of what was added.
   *
   * @return one number
   * @throws IllegalStateException if nothing was
   */
  public NDArray total() {
    if (total == null) {
      throw new IllegalStateException("The objective added no term to its loss.");
    }
    return total;
  }

  /** {@return the terms by name, in order, without the total} */
  public Map<String, NDArray> terms() {
    return Collections.unmodifiableMap(terms);
  }
}
