package io.irepa.plugin.encoders;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Encoder;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * The trunk of SAM 2's image encoder (arXiv 2408.00714), a Hiera (arXiv 2306.00989): attention
 * within windows, the grid halved and the width doubled from stage to stage, positions of a coarse
 * grid and of a window together (arXiv 2311.05613). The last stage's places are the tokens; there
 * is no neck. Parameters are named as transformers names them below {@code vision_encoder}.
 */
@Extension
@Component(value = "sam2", doc = "trunk of SAM 2's image encoder, a Hiera")
public final class Sam2 implements Encoder {
  private static final Initializer LINEAR = Initializer.normal(0.02);
  private static final List<String> BLOCK =
      List.of(
          "layer_norm1.weight", "layer_norm1.bias",
          "attn.qkv.weight", "attn.qkv.bias",
          "attn.proj.weight", "attn.proj.bias",
          "layer_norm2.weight", "layer_norm2.bias",
          "mlp.proj_in.weight", "mlp.proj_in.bias",
          "mlp.proj_out.weight", "mlp.proj_out.bias");
  private static final List<String> SHORTCUT = List.of("proj.weight", "proj.bias");
  private static final List<String> EMBEDDING =
      List.of(
          "backbone.patch_embed.projection.weight",
          "backbone.patch_embed.projection.bias",
          "backbone.pos_embed",
          "backbone.pos_embed_window");

  private final Sam2Config config;
  private final Precision precision;
  private final Parameters parameters;
  private final NDList constants;
  private final Kernel embed;
  private final Kernel flatten;
  private final List<Block> blocks = new ArrayList<>();

  /** A block: what it computes with, and the names of its parameters. */
  private record Block(Kernel kernel, List<String> names) {}

  /** Called by composition. */
  @Inject
  public Sam2(Sam2Config config, Parameters parameters, Precision precision, NDManager manager) {
    this.config = config;
    this.precision = precision;
    this.parameters = parameters;
    this.constants = Normalization.imageNet().arrays(manager);
    this.embed =
        Kernel.of(
            Sam2.class,
            "sam2_embed.ts.py",
            Map.of(
                "input", config.input(),
                "compute", precision.compute(),
                "edge", precision.edge()));
    this.flatten = Kernel.of(Sam2.class, "sam2_tokens.ts.py");
    define(config.size());
  }

  private void define(Sam2Size size) {
    int width = size.widths().get(0);
    int window = size.windows().get(0);
    parameters.buffer(EMBEDDING.get(0), new Shape(width, 3, 7, 7), LINEAR);
    parameters.buffer(EMBEDDING.get(1), new Shape(width), Initializer.zeros());
    Shape grid = new Shape(1, width, size.positionGrid().get(0), size.positionGrid().get(1));
    parameters.buffer(EMBEDDING.get(2), grid, LINEAR);
    parameters.buffer(EMBEDDING.get(3), new Shape(1, width, window, window), LINEAR);
    for (int stage = 0; stage < size.stages(); stage++) {
      for (int i = 0; i < size.depths().get(stage); i++) {
        blocks.add(block(size, stage, stage > 0 && i == 0));
      }
    }
  }

  /** A stage's first block but the first of all pools its queries. */
  private Block block(Sam2Size size, int stage, boolean pool) {
    int index = blocks.size();
    int window = size.windows().get(pool ? stage - 1 : stage);
    Kernel kernel =
        Kernel.of(
            Sam2.class,
            "sam2_block.ts.py",
            Map.of(
                "heads", size.heads().get(stage),
                "window", size.globalBlocks().contains(index) ? 0 : window,
                "pool", pool,
                "compute", precision.compute(),
                "edge", precision.edge()));
    int width = size.widths().get(stage);
    int before = pool ? size.widths().get(stage - 1) : width;
    String prefix = "backbone.blocks." + index + ".";
    defineNorm(prefix + "layer_norm1", before);
    defineLinear(prefix + "attn.qkv", before, 3 * width);
    defineLinear(prefix + "attn.proj", width, width);
    defineNorm(prefix + "layer_norm2", width);
    defineLinear(prefix + "mlp.proj_in", width, 4 * width);
    defineLinear(prefix + "mlp.proj_out", 4 * width, width);
    List<String> names = new ArrayList<>(BLOCK);
    if (pool) {
      defineLinear(prefix + "proj", before, width);
      names.addAll(SHORTCUT);
    }
    return new Block(kernel, names.stream().map(name -> prefix + name).toList());
  }

  private void defineLinear(String name, int in, int out) {
    parameters.buffer(name + ".weight", new Shape(out, in), LINEAR);
    parameters.buffer(name + ".bias", new Shape(out), Initializer.zeros());
  }

  private void defineNorm(String name, int width) {
    parameters.buffer(name + ".weight", new Shape(width), Initializer.ones());
    parameters.buffer(name + ".bias", new Shape(width), Initializer.zeros());
  }

  @Override
  public TokenShape shape() {
    return config.tokens();
  }

  @Override
  public NDArray tokens(NDArray images) {
    long places = (long) (config.input() / 4) * (config.input() / 4);
    // The first stage's MLP, and the blocks' results, which live until the part is done.
    int most = InParts.most(places * config.size().widths().get(0) * 8L);
    return InParts.encode(images, most, this::part);
  }

  private NDArray part(NDArray images) {
    NDList x =
        embed.callLists(new NDList(images), constants, new NDList(parameters.get(EMBEDDING)));
    for (Block block : blocks) {
      x = block.kernel().callLists(x, new NDList(parameters.get(block.names()))); // [B,h,w,D]
    }
    return flatten.call(x.singletonOrThrow());
  }

  @Override
  public String fingerprint() {
    return "sam2-1 " + config;
  }
}
