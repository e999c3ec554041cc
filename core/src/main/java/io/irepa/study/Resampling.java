package io.irepa.study;

import io.irepa.tensor.Philox;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Draws with replacement, for percentile bootstrap intervals (Efron, Annals of Statistics 1979).
 * The same numbers give the same draws.
 */
final class Resampling {
  /** Up to so many possible draws, all of them are taken. */
  private static final int ALL = 4096;

  private Resampling() {}

  /**
   * Draws of places, each as many as there are.
   *
   * @param sizes how many there are, of one set or of several that are drawn from independently
   * @param count of draws, unless there are few: then each possible one, once
   * @return by draw and set
   */
  static List<int[][]> draws(int count, int... sizes) {
    double possible = 1;
    for (int size : sizes) {
      possible *= Math.pow(size, size);
    }
    return possible <= ALL ? all((int) possible, sizes) : some(count, sizes);
  }

  private static List<int[][]> all(int possible, int[] sizes) {
    List<int[][]> draws = new ArrayList<>();
    for (int number = 0; number < possible; number++) {
      int rest = number;
      int[][] draw = new int[sizes.length][];
      for (int set = 0; set < sizes.length; set++) {
        draw[set] = new int[sizes[set]];
        for (int i = 0; i < sizes[set]; i++) {
          draw[set][i] = rest % sizes[set];
          rest /= sizes[set];
        }
      }
      draws.add(draw);
    }
    return draws;
  }

  private static List<int[][]> some(int count, int[] sizes) {
    RandomGenerator random = Philox.of(0, count, "study.bootstrap");
    List<int[][]> draws = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      int[][] draw = new int[sizes.length][];
      for (int set = 0; set < sizes.length; set++) {
        int size = sizes[set];
        draw[set] = random.ints(size, 0, size).toArray();
      }
      draws.add(draw);
    }
    return draws;
  }
}
