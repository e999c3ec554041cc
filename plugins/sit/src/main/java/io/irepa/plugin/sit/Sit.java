package io.irepa.plugin.sit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Component;
import io.irepa.spi.Prediction;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pf4j.Extension;

/**
 * SiT (arXiv 2401.08740), a DiT (arXiv 2212.09748, section 3.2, adaLN-Zero) that predicts
 * velocities. x [B,C,H,W] is cut into patches, which become tokens [B,T,D]; blocks transform them
 * under the condition c [B,D] = embed(t) + embed(y), for MeanFlow (arXiv 2505.13447, section 4.3)
 * also + embed(t - r); a last layer turns tokens back into patches.
 */
@Extension
@Component(value = "sit", doc = "SiT, a diffusion transformer over latent patches")
public final class Sit implements Backbone {
  private static final int TIME_FEATURES = 256;
  private static final Initializer LINEAR = Initializer.xavierUniform();
  private static final Initializer SMALL = Initializer.normal(0.02);
  private static final Initializer ZERO = Initializer.zeros();

  private static final List<String> BLOCK =
      List.of(
          "adaLN_modulation.1.weight", "adaLN_modulation.1.bias",
          "attn.qkv.weight", "attn.qkv.bias",
          "attn.proj.weight", "attn.proj.bias",
          "mlp.fc1.weight", "mlp.fc1.bias",
          "mlp.fc2.weight", "mlp.fc2.bias");
  private static final List<String> QK_NORM =
      List.of(
          "attn.q_norm.weight", "attn.q_norm.bias",
          "attn.k_norm.weight", "attn.k_norm.bias");

  private final BackboneShape shape;
  private final Parameters parameters;
  private final Recompute recompute;
  private final List<List<String>> blocks;
  private final Kernel embed;
  private final Kernel time;
  private final Kernel label;
  private final Kernel block;
  private final Kernel last;

  /** Called by composition. */
  @Inject
  public Sit(SitConfig config, Parameters parameters, Precision precision, Recompute recompute) {
    this.shape = config.shape();
    this.parameters = parameters;
    this.recompute = recompute;
    SitSize size = config.dimensions();
    int side = shape.grid().width();
    List<String> names =
        config.qkNorm() ? Stream.concat(BLOCK.stream(), QK_NORM.stream()).toList() : BLOCK;
    this.blocks =
        IntStream.range(0, size.depth())
            .mapToObj(i -> names.stream().map(name -> "blocks." + i + "." + name).toList())
            .toList();
    this.embed = kernel("sit_embed", precision, Map.of("patch", size.patch()));
    this.time = kernel("sit_time", precision, Map.of());
    this.label = Kernel.of(Sit.class, "sit_label.ts.py");
    this.block =
        kernel("sit_block", precision, Map.of("heads", size.heads(), "qk-norm", config.qkNorm()));
    this.last = kernel("sit_final", precision, Map.of("side", side, "patch", size.patch()));
    define(config, size);
  }

  private static Kernel kernel(String name, Precision precision, Map<String, Object> constants) {
    Map<String, Object> all = new HashMap<>(constants);
    all.put("compute", precision.compute());
    all.put("edge", precision.edge());
    return Kernel.of(Sit.class, name + ".ts.py", all);
  }

  /** Parameters under the published names, started as published. */
  private void define(SitConfig config, SitSize size) {
    int width = size.hidden();
    int patch = size.patch();
    int tokens = shape.grid().size();
    parameters.buffer(
        "pos_embed",
        new Shape(1, tokens, width),
        Initializer.sinCosGrid(shape.grid().width(), width));
    parameters.parameter(
        "x_embedder.proj.weight", new Shape(width, shape.channels(), patch, patch), LINEAR);
    parameters.parameter("x_embedder.proj.bias", new Shape(width), ZERO);
    defineTime("t_embedder", width);
    if (shape.interval()) {
      defineTime("r_embedder", width);
    }
    parameters.parameter(
        "y_embedder.embedding_table.weight", new Shape(shape.classes() + 1, width), SMALL);
    for (int i = 0; i < size.depth(); i++) {
      defineBlock("blocks." + i + ".", width, config.mlpWidth());
      if (config.qkNorm()) {
        defineNorm("blocks." + i + ".attn.q_norm", width / size.heads());
        defineNorm("blocks." + i + ".attn.k_norm", width / size.heads());
      }
    }
    defineLinear("final_layer.linear", width, patch * patch * shape.channels(), ZERO);
    defineLinear("final_layer.adaLN_modulation.1", width, 2 * width, ZERO);
  }

  private void defineTime(String name, int width) {
    defineLinear(name + ".mlp.0", TIME_FEATURES, width, SMALL);
    defineLinear(name + ".mlp.2", width, width, SMALL);
  }

  private void defineBlock(String name, int width, int mlpWidth) {
    defineLinear(name + "attn.qkv", width, 3 * width, LINEAR);
    defineLinear(name + "attn.proj", width, width, LINEAR);
    defineLinear(name + "mlp.fc1", width, mlpWidth, LINEAR);
    defineLinear(name + "mlp.fc2", mlpWidth, width, LINEAR);
    defineLinear(name + "adaLN_modulation.1", width, 6 * width, ZERO);
  }

  private void defineLinear(String name, int in, int out, Initializer weight) {
    parameters.parameter(name + ".weight", new Shape(out, in), weight);
    parameters.parameter(name + ".bias", new Shape(out), ZERO);
  }

  private void defineNorm(String name, int width) {
    parameters.parameter(name + ".weight", new Shape(width), Initializer.ones());
    parameters.parameter(name + ".bias", new Shape(width), ZERO);
  }

  @Override
  public BackboneShape shape() {
    return shape;
  }

  @Override
  public Prediction forward(Inputs inputs, Set<Integer> taps) {
    NDArray c = condition(inputs); // [B,D]
    Map<Integer, Tokens> hidden = new HashMap<>();
    NDArray x = through(blocks.size(), inputs.x(), c, taps, hidden); // [B,T,D]
    NDArray value =
        last.call(
            x,
            c,
            parameters.get("final_layer.adaLN_modulation.1.weight"),
            parameters.get("final_layer.adaLN_modulation.1.bias"),
            parameters.get("final_layer.linear.weight"),
            parameters.get("final_layer.linear.bias")); // [B,C,H,W]
    return new Prediction(value, hidden);
  }

  @Override
  public Map<Integer, Tokens> hidden(Inputs inputs, Set<Integer> taps) {
    Map<Integer, Tokens> hidden = new HashMap<>();
    through(Collections.max(taps), inputs.x(), condition(inputs), taps, hidden);
    return hidden;
  }

  /** Embeds x and runs the first so many blocks, noting the tokens after some of them. */
  private NDArray through(
      int count, NDArray input, NDArray c, Set<Integer> taps, Map<Integer, Tokens> hidden) {
    NDArray x =
        embed.call(
            input,
            parameters.get("x_embedder.proj.weight"),
            parameters.get("x_embedder.proj.bias"),
            parameters.get("pos_embed")); // [B,T,D]
    for (int i = 0; i < count; i++) {
      NDList weights = new NDList(parameters.get(blocks.get(i)));
      NDArray before = x;
      x =
          recompute
              .block(given -> block.callLists(given, weights), new NDList(before, c))
              .singletonOrThrow(); // [B,T,D]
      if (!Autograd.recording() && !taps.contains(i)) {
        before
            .close(); // Without a graph nobody needs it, and a scope would hold one for each block.
      }
      if (taps.contains(i + 1)) {
        hidden.put(i + 1, new Tokens(x, shape.grid()));
      }
    }
    return x;
  }

  private NDArray condition(Inputs inputs) {
    NDArray c = embedTime("t_embedder", inputs.t());
    if (shape.interval()) {
      NDArray r =
          inputs
              .r()
              .orElseThrow(
                  () -> new IllegalArgumentException("This SiT embeds t - r, but r is absent."));
      c = c.add(embedTime("r_embedder", inputs.t().sub(r)));
    }
    return c.add(label.call(inputs.y(), parameters.get("y_embedder.embedding_table.weight")));
  }

  private NDArray embedTime(String name, NDArray t) {
    return time.call(
        t,
        parameters.get(name + ".mlp.0.weight"),
        parameters.get(name + ".mlp.0.bias"),
        parameters.get(name + ".mlp.2.weight"),
        parameters.get(name + ".mlp.2.bias"));
  }
}
