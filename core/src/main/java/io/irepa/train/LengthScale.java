package io.irepa.train;

import io.irepa.config.EmaConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Lengths that a message may name: two digits each, over the whole range. */
final class LengthScale {
  private static final List<Double> VALUES =
      DoubleStream.concat(
              IntStream.range(1, 10).mapToDouble(i -> i / 1000.0),
              IntStream.rangeClosed(1, (int) (EmaConfig.LONGEST * 100)).mapToDouble(i -> i / 100.0))
          .boxed()
          .toList();

  private LengthScale() {}

  /**
   * Which values fulfil a condition, in words: {@code from 0.04 to 0.12 and 0.2}.
   *
   * @return empty if none does
   */
  static Optional<String> which(DoublePredicate condition) {
    List<String> ranges = new ArrayList<>();
    Optional<String> first = Optional.empty();
    String last = "";
    for (double value : VALUES) {
      boolean holds = condition.test(value);
      if (holds) {
        last = EmaConfig.plain(value);
        first = Optional.of(first.orElse(last));
      }
      if (first.isPresent() && (!holds || value == VALUES.get(VALUES.size() - 1))) {
        ranges.add(first.get().equals(last) ? last : "from " + first.get() + " to " + last);
        first = Optional.empty();
      }
    }
    return ranges.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", ranges));
  }
}
