package io.irepa.plugin.jit;

import ai.djl.ndarray.types.Shape;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Parameters;
import java.util.List;

/** Parameters of JiT under the published names, in the published order, started as published. */
final class JitParameters {
  /** Of a block, as its kernel takes them. */
  static final List<String> BLOCK =
      List.of(
          "norm1.weight",
          "attn.q_norm.weight",
          "attn.k_norm.weight",
          "attn.qkv.weight",
          "attn.qkv.bias",
          "attn.proj.weight",
          "attn.proj.bias",
          "norm2.weight",
          "mlp.w12.weight",
          "mlp.w12.bias",
          "mlp.w3.weight",
          "mlp.w3.bias",
          "adaLN_modulation.1.weight",
          "adaLN_modulation.1.bias");

  private static final int TIME_FEATURES = 256;
  private static final Initializer LINEAR = Initializer.xavierUniform();
  private static final Initializer SMALL = Initializer.normal(0.02);
  private static final Initializer ZERO = Initializer.zeros();

  private final Parameters parameters;

  private JitParameters(Parameters parameters) {
    this.parameters = parameters;
  }

  static void define(Parameters parameters, JitConfig config) {
    new JitParameters(parameters).define(config);
  }

  private void define(JitConfig config) {
    JitSize size = config.dimensions();
    int width = size.hidden();
    int patch = size.patch();
    int side = config.input() / patch;
    parameters.buffer(
        "pos_embed", new Shape(1, (long) side * side, width), Initializer.sinCosGrid(side, width));
    if (config.context() > 0) {
      parameters.parameter("in_context_posemb", new Shape(1, config.context(), width), SMALL);
    }
    time("t_embedder", width);
    if (config.interval()) {
      time("r_embedder", width);
    }
    parameters.parameter(
        "y_embedder.embedding_table.weight", new Shape(config.classes() + 1, width), SMALL);
    parameters.parameter(
        "x_embedder.proj1.weight",
        new Shape(size.bottleneck(), config.channels(), patch, patch),
        LINEAR);
    parameters.parameter(
        "x_embedder.proj2.weight", new Shape(width, size.bottleneck(), 1, 1), LINEAR);
    parameters.parameter("x_embedder.proj2.bias", new Shape(width), ZERO);
    for (int i = 0; i < size.depth(); i++) {
      block("blocks." + i + ".", width, width / size.heads(), config.mlpWidth());
    }
    norm("final_layer.norm_final", width);
    linear("final_layer.linear", width, patch * patch * config.channels(), ZERO);
    linear("final_layer.adaLN_modulation.1", width, 2 * width, ZERO);
  }

  private void block(String name, int width, int head, int mlpWidth) {
    norm(name + "norm1", width);
    norm(name + "attn.q_norm", head);
    norm(name + "attn.k_norm", head);
    linear(name + "attn.qkv", width, 3 * width, LINEAR);
    linear(name + "attn.proj", width, width, LINEAR);
    norm(name + "norm2", width);
    linear(name + "mlp.w12", width, 2 * mlpWidth, LINEAR);
    linear(name + "mlp.w3", mlpWidth, width, LINEAR);
    linear(name + "adaLN_modulation.1", width, 6 * width, ZERO);
  }

  private void time(String name, int width) {
    linear(name + ".mlp.0", TIME_FEATURES, width, SMALL);
    linear(name + ".mlp.2", width, width, SMALL);
  }

  private void linear(String name, int in, int out, Initializer weight) {
    parameters.parameter(name + ".weight", new Shape(out, in), weight);
    parameters.parameter(name + ".bias", new Shape(out), ZERO);
  }

  private void norm(String name, int width) {
    parameters.parameter(name + ".weight", new Shape(width), Initializer.ones());
  }
}
