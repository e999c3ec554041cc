package io.irepa.testkit;

import ai.djl.ndarray.NDArray;
import io.irepa.spi.Field;
import io.irepa.spi.Interpolant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The field of data that are one point a class: at x_t = (1 - t) p + t e the velocity is e - p = (x
 * - p) / t, the same all along the way.
 */
final class PointField implements Field {
  static final long NULL = 4;

  private final List<Call> calls = new ArrayList<>();

  /** One evaluation: its time, and whether it asks for no class. */
  record Call(double time, boolean none) {}

  /** Every number of a class's point. */
  static double point(long label) {
    return 0.25 * label - 0.5;
  }

  List<Call> calls() {
    return calls;
  }

  @Override
  public NDArray velocity(NDArray x, NDArray t, NDArray y) {
    long[] labels = y.toLongArray();
    calls.add(new Call(t.toFloatArray()[0], Arrays.stream(labels).anyMatch(l -> l == NULL)));
    NDArray points = y.toType(x.getDataType(), false).mul(0.25f).sub(0.5f);
    return x.sub(points.reshape(-1, 1, 1, 1)).div(t.reshape(-1, 1, 1, 1));
  }

  @Override
  public NDArray averageVelocity(NDArray x, NDArray r, NDArray t, NDArray y) {
    return velocity(x, t, y);
  }

  @Override
  public Interpolant interpolant() {
    return Interpolant.LINEAR;
  }

  @Override
  public long nullLabel() {
    return NULL;
  }
}
