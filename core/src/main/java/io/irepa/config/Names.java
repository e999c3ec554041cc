package io.irepa.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Names in kebab-case, and the nearest one to a misspelt one. */
public final class Names {
  private Names() {}

  /** {@code labelDrop} or {@code BFLOAT16} as a configuration writes it. */
  public static String kebab(String name) {
    if (name.equals(name.toUpperCase(Locale.ROOT))) {
      return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  /** {@code Did you mean 'x'?} with a leading blank, or nothing. */
  static String suggestion(String given, Collection<String> known) {
    Optional<String> nearest =
        known.stream()
            .filter(
                name ->
                    distance(given, name)
                        <= Math.max(1, Math.max(given.length(), name.length()) / 3))
            .min(
                Comparator.comparingInt((String name) -> distance(given, name))
                    .thenComparing(name -> name));
    return nearest.map(name -> " Did you mean '" + name + "'?").orElse("");
  }

  /** Edits (insert, delete, replace, swap of neighbours) between two names. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replace, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
