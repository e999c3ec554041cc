package io.irepa.parity;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.irepa.IrepaException;
import io.irepa.tensor.Draws;
import java.util.HashMap;
import java.util.Map;

/** Draws whose values a case supplies as {@code draw.<name>}. */
final class RecordedDraws implements Draws {
  private final Map<String, NDArray> inputs;
  private final Map<String, Integer> seen = new HashMap<>();

  RecordedDraws(Map<String, NDArray> inputs) {
    this.inputs = inputs;
  }

  @Override
  public NDArray uniform(String name, Shape shape) {
    return next(name, shape);
  }

  @Override
  public NDArray normal(String name, Shape shape) {
    return next(name, shape);
  }

  private NDArray next(String name, Shape shape) {
    int before = seen.merge(name, 1, Integer::sum) - 1;
    String key = "draw." + name + (before == 0 ? "" : "." + before);
    NDArray values = inputs.get(key);
    if (values == null) {
      throw new IrepaException("The piece draws '" + key + "', which the case does not supply.");
    }
    if (!values.getShape().equals(shape)) {
      throw new IrepaException(
          "The piece draws '%s' with the shape %s; the case supplies %s."
              .formatted(key, shape, values.getShape()));
    }
    return values;
  }
}
