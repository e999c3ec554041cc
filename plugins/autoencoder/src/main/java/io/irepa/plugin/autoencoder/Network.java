package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An encoder or a decoder: its layers, one after the other. */
final class Network {
  private final List<Step> steps = new ArrayList<>();
  private final Weights weights;
  private final Recompute recompute;

  private record Step(Kernel kernel, List<String> names) {}

  /**
   * @param layers in order
   * @param groups of the group norms
   * @param weights asked for at each call
   */
  Network(
      List<Layer> layers, int groups, Weights weights, Precision precision, Recompute recompute) {
    this.weights = weights;
    this.recompute = recompute;
    for (Layer layer : layers) {
      steps.add(new Step(kernel(layer, groups, precision), List.copyOf(layer.weights().keySet())));
    }
  }

  private static Kernel kernel(Layer layer, int groups, Precision precision) {
    Integer compute = precision.compute();
    Integer edge = precision.edge();
    return switch (layer.kind()) {
      case CONV -> kernel("conv", Map.of("padding", 1, "compute", compute, "edge", edge));
      case POINT -> kernel("conv", Map.of("padding", 0, "compute", compute, "edge", edge));
      case BLOCK ->
          kernel(
              "block",
              Map.of(
                  "groups", groups,
                  "shortcut", layer.in() != layer.out(),
                  "compute", compute,
                  "edge", edge));
      case ATTENTION ->
          kernel("attention", Map.of("groups", groups, "compute", compute, "edge", edge));
      case DOWN -> kernel("down", Map.of("compute", compute, "edge", edge));
      case UP -> kernel("up", Map.of("compute", compute, "edge", edge));
      case OUT -> kernel("out", Map.of("groups", groups, "compute", compute, "edge", edge));
    };
  }

  private static Kernel kernel(String name, Map<String, ?> constants) {
    return Kernel.of(Network.class, "vae_" + name + ".ts.py", constants);
  }

  /**
   * Runs the layers; differentiable. With recording off, a layer's result is closed once the next
   * one has used it.
   *
   * @param x [B,C,H,W]; not closed
   * @return left to the innermost scope
   */
  NDArray apply(NDArray x) {
    return Autograd.recording() ? recorded(x) : unrecorded(x);
  }

  private NDArray recorded(NDArray x) {
    NDArray h = x;
    for (Step step : steps) {
      h = recompute.block(in -> call(step, in), new NDList(h)).singletonOrThrow();
    }
    return h;
  }

  private NDArray unrecorded(NDArray x) {
    NDArray h = x;
    for (Step step : steps) {
      try (Scope scope = Scope.open()) {
        NDArray next = scope.pass(call(step, new NDList(h)).singletonOrThrow());
        if (h != x) {
          h.close();
        }
        h = next;
      }
    }
    return h;
  }

  private NDList call(Step step, NDList in) {
    return step.kernel().callLists(in, new NDList(weights.get(step.names())));
  }
}
