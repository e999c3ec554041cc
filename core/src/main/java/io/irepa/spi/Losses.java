package io.irepa.spi;

import ai.djl.ndarray.NDArray;
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
  private final Map<String, NDArray> terms = new LinkedHashMap<>();
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
