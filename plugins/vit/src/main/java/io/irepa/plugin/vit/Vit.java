package io.irepa.plugin.vit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Component;
import io.irepa.spi.Prediction;
import io.irepa.spi.Tokens;
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
import org.pf4j.Extension;

/**
 * A plain vision transformer (arXiv 2010.11929, section 3.1) without a class token, under timm's
 * names. Neither times nor labels enter it. What it predicts are pixels, by a norm and one linear
 * layer over its last tokens (SimMIM, arXiv 2111.09886, section 3.4).
 */
@Extension
@Component(value = "vit", doc = "plain vision transformer, to be trained as an encoder")
public final class Vit implements Backbone {
  private static final Initializer LINEAR = Initializer.xavierUniform();
  private static final Initializer SMALL = Initializer.normal(0.02);
  private static final Initializer ZERO = Initializer.zeros();
  private static final List<String> BLOCK =
      List.of("norm1", "attn.qkv", "attn.proj", "norm2", "mlp.fc1", "mlp.fc2").stream()
          .flatMap(layer -> List.of(layer + ".weight", layer + ".bias").stream())
          .toList();

  private final BackboneShape shape;
  private final Parameters parameters;
  private final Recompute recompute;
  private final List<List<String>> blocks;
  private final Kernel embed;
  private final Kernel block;
  private final Kernel decoder;

  /** Called by composition. */
  @Inject
  public Vit(VitConfig config, Parameters parameters, Precision precision, Recompute recompute) {
    this.shape = config.shape();
    this.parameters = parameters;
    this.recompute = recompute;
    this.blocks =
        IntStream.range(0, config.depth())
            .mapToObj(i -> BLOCK.stream().map(name -> "blocks." + i + "." + name).toList())
            .toList();
    Map<String, Object> patches = Map.of("side", config.side(), "patch", config.patch());
    this.embed = kernel("vit_embed", precision, patches);
    this.block = kernel("vit_block", precision, Map.of("heads", config.heads()));
    this.decoder = kernel("vit_decoder", precision, patches);
    define(config);
  }

  private static Kernel kernel(String name, Precision precision, Map<String, Object> constants) {
    Map<String, Object> all = new HashMap<>(constants);
    all.put("compute", precision.compute());
    all.put("edge", precision.edge());
    return Kernel.of(Vit.class, name + ".ts.py", all);
  }

  private void define(VitConfig config) {
    int width = config.hidden();
    int patch = config.patch();
    parameters.parameter("pos_embed", new Shape(1, shape.grid().size(), width), SMALL);
    parameters.parameter(
        "patch_embed.proj.weight", new Shape(width, config.channels(), patch, patch), LINEAR);
    parameters.parameter("patch_embed.proj.bias", new Shape(width), ZERO);
    for (int i = 0; i < config.depth(); i++) {
      String prefix = "blocks." + i + ".";
      defineNorm(prefix + "norm1", width);
      defineLinear(prefix + "attn.qkv", width, 3 * width);
      defineLinear(prefix + "attn.proj", width, width);
      defineNorm(prefix + "norm2", width);
      defineLinear(prefix + "mlp.fc1", width, config.mlpWidth());
      defineLinear(prefix + "mlp.fc2", config.mlpWidth(), width);
    }
    defineNorm("norm", width);
    defineLinear("decoder", width, patch * patch * config.channels());
  }

  private void defineLinear(String name, int in, int out) {
    parameters.parameter(name + ".weight", new Shape(out, in), LINEAR);
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
    Map<Integer, Tokens> hidden = new HashMap<>();
    NDArray x = through(blocks.size(), inputs.x(), taps, hidden); // [B,T,D]
    NDArray value =
        decoder.call(
            x,
            parameters.get("norm.weight"),
            parameters.get("norm.bias"),
            parameters.get("decoder.weight"),
            parameters.get("decoder.bias")); // [B,C,H,W]
    return new Prediction(value, hidden);
  }

  @Override
  public Map<Integer, Tokens> hidden(Inputs inputs, Set<Integer> taps) {
    Map<Integer, Tokens> hidden = new HashMap<>();
    through(Collections.max(taps), inputs.x(), taps, hidden);
    return hidden;
  }

  private NDArray through(
      int count, NDArray images, Set<Integer> taps, Map<Integer, Tokens> hidden) {
    NDArray x =
        embed.call(
            images,
            parameters.get("patch_embed.proj.weight"),
            parameters.get("patch_embed.proj.bias"),
            parameters.get("pos_embed")); // [B,T,D]
    for (int i = 0; i < count; i++) {
      NDList weights = new NDList(parameters.get(blocks.get(i)));
      x =
          recompute
              .block(given -> block.callLists(given, weights), new NDList(x))
              .singletonOrThrow(); // [B,T,D]
      if (taps.contains(i + 1)) {
        hidden.put(i + 1, new Tokens(x, shape.grid()));
      }
    }
    return x;
  }
}
