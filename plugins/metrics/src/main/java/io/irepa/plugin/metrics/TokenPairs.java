package io.irepa.plugin.metrics;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.spi.Grid;
import io.irepa.spi.Metric;
import io.irepa.spi.Samples;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;

/** Pairs of an image's tokens, told apart by how far they are from each other on the grid. */
final class TokenPairs {
  private static final Kernel SIMILARITY = Kernel.of(TokenPairs.class, "similarity.ts.py");
  private static final Kernel WEIGHTED = Kernel.of(TokenPairs.class, "weighted.ts.py");

  /** Numbers in the similarities of as many images as are held at once. */
  private static final long AT_ONCE = 1 << 22;

  private TokenPairs() {}

  /** What a metric makes of some images' tokens. */
  @FunctionalInterface
  interface OfImages {
    /**
     * Measures.
     *
     * @param tokens [B,T,D]
     * @param from index of the first image
     * @return [B] float64
     */
    NDArray measure(NDArray tokens, long from);
  }

  /** A value an image, some images at a time. */
  static Metric.Result each(Samples samples, OfImages metric) {
    int count = (int) samples.count(Metric.TOKENS);
    long tokens = grid(samples).size();
    int some = (int) Math.max(1, AT_ONCE / (tokens * tokens));
    double[] values = new double[count];
    for (int from = 0; from < count; from += some) {
      int to = Math.min(count, from + some);
      try (Scope scope = Scope.open()) {
        NDArray part = flat(samples.read(Metric.TOKENS, from, to));
        double[] found = metric.measure(part, from).toDoubleArray();
        System.arraycopy(found, 0, values, from, found.length);
      }
    }
    return Metric.Result.of(values);
  }

  /** The cosines of all pairs [B,T,T] float64. */
  static NDArray similarity(NDArray tokens) {
    return SIMILARITY.call(tokens);
  }

  /** A value an image that is linear in the similarities, by weights of the pairs. */
  static Metric.Result weighted(Samples samples, BiFunction<Grid, int[], double[]> weights) {
    if (samples.count(Metric.TOKENS) == 0) {
      return Metric.Result.of(new double[0]);
    }
    Grid grid = grid(samples);
    double[] pairs = weights.apply(grid, distances(grid));
    return each(
        samples,
        (tokens, from) ->
            WEIGHTED.call(similarity(tokens), square(tokens.getManager(), pairs, grid)));
  }

  /** Weights of pairs as [T,T] float64. */
  static NDArray square(NDManager manager, double[] pairs, Grid grid) {
    return manager.create(pairs, new Shape(grid.size(), grid.size()));
  }

  /** The grid of the tokens, from their shape. */
  static Grid grid(Samples samples) {
    try (Scope scope = Scope.open()) {
      Shape shape = samples.read(Metric.TOKENS, 0, 1).getShape();
      if (shape.dimension() == 4) {
        return new Grid((int) shape.get(1), (int) shape.get(2));
      }
      int side = (int) Math.round(Math.sqrt((double) shape.get(1)));
      if (shape.dimension() != 3 || (long) side * side != shape.get(1)) {
        throw new IrepaException(
            "Tokens %s lie on no square grid; give them as [B,h,w,D].".formatted(shape));
      }
      return new Grid(side, side);
    }
  }

  private static NDArray flat(NDArray tokens) {
    Shape shape = tokens.getShape();
    return shape.dimension() == 4
        ? tokens.reshape(new Shape(shape.get(0), shape.get(1) * shape.get(2), shape.get(3)))
        : tokens;
  }

  /** The Manhattan distance of each pair of tokens, T times T. */
  static int[] distances(Grid grid) {
    int size = grid.size();
    int[] distances = new int[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        distances[i * size + j] =
            Math.abs(i / grid.width() - j / grid.width())
                + Math.abs(i % grid.width() - j % grid.width());
      }
    }
    return distances;
  }

  /** 1 for each pair at such a distance, 0 for the others. */
  static double[] where(int[] distances, IntPredicate chosen) {
    double[] pairs = new double[distances.length];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = chosen.test(distances[i]) ? 1 : 0;
    }
    return pairs;
  }

  /**
   * The weights of the mean over pairs at such a distance.
   *
   * @param what the pairs are, for a message
   * @throws IrepaException if the grid has no such pair
   */
  static double[] mean(int[] distances, Grid grid, String what, IntPredicate chosen) {
    double[] pairs = where(distances, chosen);
    double count = 0;
    for (double pair : pairs) {
      count += pair;
    }
    if (count == 0) {
      throw new IrepaException(
          "On a grid of %s tokens there are none %s apart. Lower the metric's distance."
              .formatted(grid, what));
    }
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] /= count;
    }
    return pairs;
  }
}
