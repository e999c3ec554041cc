package io.irepa.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Draws;
import io.irepa.tensor.SeededDraws;
import java.util.ArrayList;
import java.util.List;

/** Seeded draws that remember what was asked for. */
final class DrawLog implements Draws {
  private final Draws draws;
  private final List<String> names = new ArrayList<>();

  DrawLog(NDManager manager, long seed) {
    this.draws = new SeededDraws(manager, seed, 0);
  }

  /** The names asked for, in order. */
  List<String> names() {
    return names;
  }

  @Override
  public NDArray uniform(String name, Shape shape) {
    names.add(name);
    return draws.uniform(name, shape);
  }

  @Override
  public NDArray normal(String name, Shape shape) {
    names.add(name);
    return draws.normal(name, shape);
  }
}
