package io.irepa.train;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A name with placeholders.
 *
 * @param text in which {@code *} stands for any characters, none and dots included, and {@code ?}
 *     for one
 */
record NamePattern(String text) {
  /** The names that fit, in their order. */
  List<String> matching(Collection<String> names) {
    Pattern pattern =
        Pattern.compile(
            text.chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote("" + (char) c))
                .collect(Collectors.joining()));
    return names.stream().filter(name -> pattern.matcher(name).matches()).toList();
  }

  /** Names that would fit after the fewest edits, the nearest first. */
  List<String> nearest(Collection<String> names, int count) {
    return names.stream().sorted(Comparator.comparingInt(this::edits)).limit(count).toList();
  }

  /** Letters to insert, delete or replace in the pattern until a name fits. */
  private int edits(String name) {
    int[] above = new int[name.length() + 1];
    for (int j = 0; j <= name.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= text.length(); i++) {
      char c = text.charAt(i - 1);
      int[] row = new int[name.length() + 1];
      row[0] = c == '*' ? above[0] : i;
      for (int j = 1; j <= name.length(); j++) {
        boolean fits = c == '?' || c == name.charAt(j - 1);
        row[j] =
            c == '*'
                ? Math.min(above[j], row[j - 1])
                : Math.min(above[j - 1] + (fits ? 0 : 1), Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[name.length()];
  }
}
