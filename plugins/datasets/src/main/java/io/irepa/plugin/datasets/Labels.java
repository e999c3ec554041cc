package io.irepa.plugin.datasets;

import io.irepa.IoReason;
import io.irepa.IrepaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** From labels as they are stored, numbers or names, to indices and names of classes. */
final class Labels {
  private static final int MOST_CLASSES = 1_000_000;

  private final Optional<List<String>> known;

  /**
   * @param known names of the classes, where the data or the user tell them
   */
  Labels(Optional<List<String>> known) {
    this.known = known;
  }

  /**
   * Reads names of classes from a text file, one a line.
   *
   * @throws IrepaException if it cannot be read, or names a class twice
   */
  static List<String> names(Path file) {
    try {
      List<String> names =
          Files.readAllLines(file).stream().map(String::strip).filter(n -> !n.isEmpty()).toList();
      if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
        throw new IrepaException(
            file + " needs the name of each class on a line of its own, each once.");
      }
      return names;
    } catch (IOException e) {
      throw new IrepaException(
          "The names of the classes in %s cannot be read: %s.".formatted(file, IoReason.of(e)), e);
    }
  }

  /** Where an example is, for messages. */
  interface Places {
    String of(int row);
  }

  /**
   * Lists examples.
   *
   * @param stored text of each label; empty if all are of one class
   * @param names of the examples
   * @throws IrepaException if a label is no class, naming its place
   */
  Listing listing(Optional<List<String>> stored, List<String> names, Places places) {
    if (stored.isEmpty()) {
      return new Listing(List.of("all"), new int[names.size()], names);
    }
    List<String> texts = stored.get();
    List<String> classes = known.orElseGet(() -> found(texts, places));
    Map<String, Integer> byName = new HashMap<>();
    IntStream.range(0, classes.size()).forEach(i -> byName.put(classes.get(i), i));
    int[] labels = new int[texts.size()];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = index(texts.get(row), byName, places, row);
    }
    return new Listing(classes, labels, names);
  }

  private static int index(String text, Map<String, Integer> byName, Places places, int row) {
    Integer named = byName.get(text);
    if (named != null) {
      return named;
    }
    int number = number(text).orElse(-1);
    if (number < 0 || number >= byName.size()) {
      throw new IrepaException(
          "%s: the label %s is none of the %d classes.%s"
              .formatted(
                  places.of(row),
                  text,
                  byName.size(),
                  text.equals("-1")
                      ? " Is this split without labels? Then set labelled: false."
                      : ""));
    }
    return number;
  }

  private static Optional<Integer> number(String text) {
    try {
      return Optional.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Numbers up to the greatest; otherwise the different names, sorted. */
  private static List<String> found(List<String> texts, Places places) {
    int most = 0;
    for (int row = 0; row < texts.size(); row++) {
      Optional<Integer> number = number(texts.get(row));
      if (number.isEmpty()) {
        return new ArrayList<>(new TreeSet<>(texts));
      }
      if (number.get() >= MOST_CLASSES) {
        throw new IrepaException(
            "%s: the label is %s, and at most %d classes are possible."
                .formatted(places.of(row), texts.get(row), MOST_CLASSES));
      }
      most = Math.max(most, number.get());
    }
    return IntStream.rangeClosed(0, most).mapToObj(i -> "class-" + i).toList();
  }
}
