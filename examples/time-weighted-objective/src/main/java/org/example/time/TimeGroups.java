package org.example.time;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Alignment;
import io.irepa.spi.Batch;
import io.irepa.spi.Tokens;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The alignment terms of a batch, a group of examples at a time. An {@link Alignment} gives means
 * over the batch it is handed, so weights that differ between examples come in by handing it parts
 * of the batch: those whose times are near each other.
 */
final class TimeGroups {
  private final Alignment alignment;
  private final int most;

  /**
   * @param alignment of the run
   * @param most groups in a batch; fewer in a batch that has fewer examples
   */
  TimeGroups(Alignment alignment, int most) {
    this.alignment = alignment;
    this.most = most;
  }

  /**
   * The weighted terms.
   *
   * @param hidden by depth
   * @param batch of B
   * @param time [B]
   * @param weights [B], at least 0
   * @return the mean over examples of weight times loss, up to the weight's differences in a group
   */
  Alignment.Terms terms(Map<Integer, Tokens> hidden, Batch batch, NDArray time, NDArray weights) {
    long count = time.size();
    long groups = Math.min(most, count);
    NDArray order = time.argSort(); // [B] int64
    NDArray sum = null;
    Map<Integer, NDArray> each = new LinkedHashMap<>();
    for (long i = 0; i < groups; i++) {
      NDArray rows = order.get("{}:{}", i * count / groups, (i + 1) * count / groups);
      Map<Integer, Tokens> part = new HashMap<>();
      hidden.forEach((depth, tokens) -> part.put(depth, Rows.of(tokens, rows)));
      Alignment.Terms terms = alignment.terms(part, new Rows(batch, rows));
      if (terms.weighted().isEmpty()) {
        return Alignment.Terms.NONE;
      }
      // Of this group's share in the batch.
      NDArray weight = weights.get(rows).sum().div((float) count);
      NDArray weighted = terms.weighted().get().mul(weight);
      sum = sum == null ? weighted : sum.add(weighted);
      terms.each().forEach((index, loss) -> each.merge(index, loss.mul(weight), NDArray::add));
    }
    return new Alignment.Terms(Optional.ofNullable(sum), each);
  }
}
