package io.irepa.testkit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Prediction;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Recompute;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The least network that depends on all its inputs, smoothly, and has tokens at each depth. */
final class FakeBackbone implements Backbone {
  private final Parameters parameters;
  private final BackboneShape shape;
  private final Recompute recompute;

  FakeBackbone(Parameters parameters, BackboneShape shape, Recompute recompute) {
    this.parameters = parameters;
    this.recompute = recompute;
    this.shape = shape;
    Shape channels = new Shape(1, shape.channels(), 1, 1);
    parameters.parameter("x", channels, Initializer.ones());
    parameters.parameter("t", channels, Initializer.ones());
    if (shape.interval()) {
      parameters.parameter("r", channels, Initializer.ones());
    }
    parameters.parameter(
        "y", new Shape(shape.classes() + 1, shape.channels()), Initializer.normal(1));
    parameters.parameter("value", channels, Initializer.ones());
    for (int depth = 1; depth <= shape.depth(); depth++) {
      parameters.parameter(
          "hidden." + depth, new Shape(shape.channels(), shape.hidden()), Initializer.normal(1));
    }
  }

  @Override
  public BackboneShape shape() {
    return shape;
  }

  @Override
  public Prediction forward(Inputs inputs, Set<Integer> taps) {
    long count = inputs.x().getShape().get(0);
    DataType type = inputs.x().getDataType();
    NDArray times = inputs.t().toType(type, false).reshape(count, 1, 1, 1);
    NDArray labels =
        inputs.y().oneHot(shape.classes() + 1, type).matMul(parameters.get("y")); // [B,C]
    NDArray inner =
        inputs
            .x()
            .mul(parameters.get("x"))
            .add(times.mul(parameters.get("t")))
            .add(labels.reshape(count, shape.channels(), 1, 1)); // [B,C,H,W]
    if (shape.interval()) {
      NDArray r = inputs.r().orElseThrow().toType(type, false).reshape(count, 1, 1, 1);
      inner = inner.add(times.sub(r).mul(parameters.get("r")));
    }
    NDArray patches = patches(inner, count);
    Map<Integer, Tokens> hidden = new HashMap<>();
    for (int depth : taps) {
      NDArray weight = parameters.get("hidden." + depth);
      NDArray tokens = block(patches, given -> given.matMul(weight).tanh());
      hidden.put(depth, new Tokens(tokens, shape.grid()));
    }
    NDArray value = parameters.get("value");
    return new Prediction(block(inner, given -> given.tanh().mul(value)), hidden);
  }

  private NDArray block(NDArray input, UnaryOperator<NDArray> block) {
    return recompute
        .block(given -> new NDList(block.apply(given.head())), new NDList(input))
        .singletonOrThrow();
  }

  /** Means of patches, [B,C,H,W] to [B,T,C]. */
  private NDArray patches(NDArray x, long count) {
    int rows = shape.grid().height();
    int columns = shape.grid().width();
    int channels = shape.channels();
    return x.reshape(count, channels, rows, shape.input() / rows, columns, shape.input() / columns)
        .mean(new int[] {5})
        .mean(new int[] {3})
        .reshape(count, channels, (long) rows * columns)
        .transpose(0, 2, 1);
  }
}
