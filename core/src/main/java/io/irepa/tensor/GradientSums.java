package io.irepa.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.IdentityHashMap;

/**
 * Gradients that have arrived at arrays, added up; in the order of arrival, so that sums repeat.
 */
final class GradientSums {
  private final NDList arrays = new NDList();
  private final IdentityHashMap<NDArray, NDArray> sums = new IdentityHashMap<>();

  /** Adds a gradient, which this owns from now on. */
  void add(NDArray array, NDArray gradient) {
    NDArray before = sums.get(array);
    if (before == null) {
      arrays.add(array);
      sums.put(array, gradient);
      return;
    }
    // Not in place: libtorch may give one tensor for two arrays.
    sums.put(array, before.add(gradient));
    before.close();
    gradient.close();
  }

  /** What has arrived at an array, or zeros. */
  NDArray get(NDArray array) {
    NDArray sum = sums.get(array);
    return sum == null ? array.zerosLike() : sum;
  }

  boolean has(NDArray array) {
    return sums.containsKey(array);
  }

  boolean isEmpty() {
    return arrays.isEmpty();
  }

  /** Where something arrived. */
  NDList arrays() {
    return arrays;
  }

  /** What arrived at {@link #arrays}, in their order. */
  NDList gradients() {
    return new NDList(arrays.stream().map(sums::get).toArray(NDArray[]::new));
  }

  /** Frees what has arrived at an array. */
  void close(NDArray array) {
    NDArray sum = sums.get(array);
    if (sum != null) {
      sum.close();
    }
  }
}
