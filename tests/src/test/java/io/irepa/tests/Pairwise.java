package io.irepa.tests;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Few of many combinations, in which any two choices that go together in one are together. */
final class Pairwise {
  /** Choices of two factors, by the factors' numbers. */
  private record Pair(int one, String choice, int other, String otherChoice) {}

  private Pairwise() {}

  /** Takes, time and again, the first of those that have most pairs which are not there yet. */
  static List<Combination> cover(List<Combination> all) {
    Set<Pair> missing = new HashSet<>();
    all.forEach(combination -> missing.addAll(pairs(combination)));
    List<Combination> chosen = new ArrayList<>();
    while (!missing.isEmpty()) {
      Combination best =
          all.stream()
              .max(
                  Comparator.comparingLong(
                      combination -> pairs(combination).stream().filter(missing::contains).count()))
              .orElseThrow();
      chosen.add(best);
      missing.removeAll(pairs(best));
    }
    return chosen;
  }

  private static Set<Pair> pairs(Combination combination) {
    List<String> choices = combination.choices();
    Set<Pair> pairs = new HashSet<>();
    for (int i = 0; i < choices.size(); i++) {
      for (int j = i + 1; j < choices.size(); j++) {
        pairs.add(new Pair(i, choices.get(i), j, choices.get(j)));
      }
    }
    return pairs;
  }
}
