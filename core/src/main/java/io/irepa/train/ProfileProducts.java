package io.irepa.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Inner products of the weights that power-function averages give to a run's updates, as sums over
 * the updates. Karras et al. (arXiv 2312.02696, algorithm 3) take integrals, which the sums
 * approach as 1/t; with sums, short runs are exact as well.
 */
final class ProfileProducts {
  private final List<PowerProfile> profiles;
  private final long[] steps;

  /** Of two profiles at the same step: [a][b][i] at {@code steps[i]}. */
  private final double[][][] together;

  /**
   * @param profiles that are asked for
   * @param at steps that are asked for, at least 1
   */
  ProfileProducts(List<PowerProfile> profiles, Stream<Long> at) {
    this.profiles = new ArrayList<>(profiles.stream().distinct().toList());
    this.steps = at.mapToLong(step -> step).sorted().distinct().toArray();
    int count = this.profiles.size();
    this.together = new double[count][count][steps.length];
    sum();
  }

  /** One pass over all updates: a product obeys the averages' own recursion. */
  private void sum() {
    int count = profiles.size();
    double[] shares = new double[count];
    double[][] product = new double[count][count];
    int next = 0;
    for (long t = 1; next < steps.length; t++) {
      for (int a = 0; a < count; a++) {
        shares[a] = profiles.get(a).share(t);
        for (int b = 0; b <= a; b++) {
          product[a][b] = (1 - shares[a]) * (1 - shares[b]) * product[a][b] + shares[a] * shares[b];
        }
      }
      if (t == steps[next]) {
        for (int a = 0; a < count; a++) {
          for (int b = 0; b <= a; b++) {
            together[a][b][next] = product[a][b];
            together[b][a][next] = product[a][b];
          }
        }
        next++;
      }
    }
  }

  /** The inner product of one average's weights at one step and another's at another. */
  double of(Weights a, Weights b) {
    if (a.step() > b.step()) {
      return of(b, a);
    }
    double earlier =
        together[profiles.indexOf(a.profile())][profiles.indexOf(b.profile())][
            Arrays.binarySearch(steps, a.step())];
    return earlier * b.profile().rest(a.step(), b.step());
  }

  /**
   * The weights of an average after some updates.
   *
   * @param profile of the average
   * @param step updates done, at least 1
   */
  record Weights(PowerProfile profile, long step) {}
}
