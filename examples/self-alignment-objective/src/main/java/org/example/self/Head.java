package org.example.self;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.ParameterSets;
import io.irepa.tensor.Parameters;

/**
 * Two linear layers with SiLU between, on each token by itself: SRA's projector, [B,T,D] to the
 * same.
 */
final class Head {
  static final String COMPONENT = "self-projector";

  private final Parameters parameters;

  Head(ParameterSets sets, int width) {
    parameters = sets.get(COMPONENT);
    for (String layer : new String[] {"0", "1"}) {
      parameters.parameter(layer + ".weight", new Shape(width, width), Initializer.xavierUniform());
      parameters.parameter(layer + ".bias", new Shape(width), Initializer.zeros());
    }
  }

  NDArray project(NDArray tokens) {
    NDArray inner = layer("0", tokens);
    return layer("1", inner.div(inner.neg().exp().add(1)));
  }

  private NDArray layer(String name, NDArray tokens) {
    return tokens.matMul(parameters.get(name + ".weight")).add(parameters.get(name + ".bias"));
  }
}
