package io.irepa.plugin.datasets;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All examples of a store, in the order in which they are stored. A carrier: arrays are not copied.
 *
 * @param classes names of the classes
 * @param labels index into {@code classes} of each example
 * @param names each example's name; empty if it has none
 */
record Listing(List<String> classes, int[] labels, List<String> names) {
  Listing {
    classes = List.copyOf(classes);
  }

  /**
   * The order of training before it is shuffled: by class, then by name, as files in class folders;
   * then as stored.
   *
   * @return numbers of the stored examples
   */
  int[] order() {
    return IntStream.range(0, labels.length)
        .boxed()
        .sorted(Comparator.<Integer>comparingInt(row -> labels[row]).thenComparing(names::get))
        .mapToInt(row -> row)
        .toArray();
  }
}
