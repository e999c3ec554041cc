package io.irepa.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Draws;
import io.irepa.tensor.Scope;
import io.irepa.tensor.SeededDraws;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The draws of one step for the parts of its batch: each part sees its rows of what the whole batch
 * would draw, so that accumulation changes nothing but rounding.
 */
final class BatchDraws implements AutoCloseable {
  private final NDManager owner;
  private final long seed;
  private final long step;
  private final int parts;
  private final int size;

  /** What was drawn for the whole batch, by name, in the order of the name's draws. */
  private final Map<String, List<NDArray>> drawn = new HashMap<>();

  /**
   * @param manager of the device
   * @param parts of the batch
   * @param size examples in a part
   */
  BatchDraws(NDManager manager, long seed, long step, int parts, int size) {
    this.owner = manager.newSubManager();
    this.seed = seed;
    this.step = step;
    this.parts = parts;
    this.size = size;
  }

  /** The draws of a part, counted from 0. */
  Draws part(int part) {
    Draws whole = new SeededDraws(owner, seed, step);
    return parts == 1 ? whole : new Part(part, whole);
  }

  /** Frees what was drawn for the whole batch. */
  @Override
  public void close() {
    owner.close();
  }

  /** Parts come one after the other and all draw the same: the first one draws for all. */
  private final class Part implements Draws {
    private final int part;
    private final Draws whole;
    private final Map<String, Integer> seen = new HashMap<>();

    Part(int part, Draws whole) {
      this.part = part;
      this.whole = whole;
    }

    @Override
    public NDArray uniform(String name, Shape shape) {
      return rows(name, shape, whole::uniform);
    }

    @Override
    public NDArray normal(String name, Shape shape) {
      return rows(name, shape, whole::normal);
    }

    private NDArray rows(String name, Shape shape, BiFunction<String, Shape, NDArray> draw) {
      if (shape.dimension() == 0 || shape.get(0) != size) {
        return draw.apply(name, shape);
      }
      List<NDArray> before = drawn.computeIfAbsent(name, key -> new ArrayList<>());
      int index = seen.merge(name, 1, Integer::sum) - 1;
      if (index == before.size()) {
        Shape all = new Shape((long) parts * size).addAll(shape.slice(1));
        try (Scope scope = Scope.open()) {
          before.add(scope.keep(draw.apply(name, all).duplicate(), owner));
        }
      }
      long from = (long) part * size;
      return before.get(index).get(from + ":" + (from + size));
    }
  }
}
