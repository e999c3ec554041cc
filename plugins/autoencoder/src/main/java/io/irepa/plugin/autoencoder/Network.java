package io.irepa.plugin.autoencoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.irepa.plugin.autoencoder.Layer.Kind;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import io.irepa.tensor.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    List<Layer> level = new ArrayList<>();
    for (Layer layer : layers) {
      level.add(layer);
      if (layer.kind() == Kind.DOWN || layer.kind() == Kind.UP) {
        steps.add(step(level, groups, precision));
        level.clear();
      }
    }
    steps.add(step(level, groups, precision));
  }

  private static Step step(List<Layer> layers, int groups, Precision precision) {
    Map<String, Object> constants =
        Map.of(
            "kinds", layers.stream().map(Network::quoted).toList(),
            "counts", layers.stream().map(layer -> layer.weights().size()).toList(),
            "groups", groups,
            "compute", precision.compute(),
            "edge", precision.edge());
    return new Step(
        Kernel.of(Network.class, "vae_layers.ts.py", constants),
        layers.stream().flatMap(layer -> layer.weights().keySet().stream()).toList());
  }

  private static String quoted(Layer layer) {
    return '"' + layer.kind().name().toLowerCase(Locale.ROOT) + '"';
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
