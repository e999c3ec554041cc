package io.irepa.plugin.meanflow;

import ai.djl.ndarray.NDArray;
import io.irepa.tensor.Kernel;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Some examples of a batch, in their order. */
final class Rows {
  private static final Kernel SELECT = Kernel.of(Rows.class, "rows.ts.py");
  private static final Kernel PUT = Kernel.of(Rows.class, "put_rows.ts.py");

  private final long[] index;
  private final int count;

  private Rows(long[] index, int count) {
    this.index = index;
    this.count = count;
  }

  static Rows where(IntPredicate chosen, int count) {
    return new Rows(IntStream.range(0, count).filter(chosen).asLongStream().toArray(), count);
  }

  /** These rows of an array [B,…]. */
  NDArray of(NDArray all) {
    return index.length == count ? all : SELECT.call(all, index(all));
  }

  /**
   * An array [B,…] with other values in these rows.
   *
   * @param values [N,…]; not asked for where there are no rows
   */
  NDArray replace(NDArray all, Supplier<NDArray> values) {
    if (index.length == 0) {
      return all;
    }
    return index.length == count ? values.get() : PUT.call(all, index(all), values.get());
  }

  private NDArray index(NDArray beside) {
    return beside.getManager().create(index);
  }
}
