package io.irepa.plugin.jit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import com.google.inject.Inject;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Component;
import io.irepa.spi.Prediction;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import io.irepa.tensor.Recompute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.pf4j.Extension;

/**
 * JiT (arXiv 2511.13720, section 4): a transformer over large patches. x [B,C,H,W] is cut into
 * patches, each reduced to a few numbers and then widened to a token, [B,T,D]; blocks with RMSNorm,
 * normalized queries and keys, rotary positions and a gated MLP transform them under the condition
 * c [B,D] = embed(t) + embed(y). Before one of the blocks, N in-context tokens of the class are put
 * in front, [B,N+T,D]; they are left out of taps and of the prediction.
 */
@Extension
@Component(value = "jit", doc = "JiT, a transformer over large patches of pixels")
public final class Jit implements Backbone {
  private final BackboneShape shape;
  private final Parameters parameters;
  private final Recompute recompute;
  private final int context;
  private final int contextStart;
  private final List<List<String>> blocks;
  private final Kernel embed;
  private final Kernel time;
  private final Kernel label;
  private final Kernel positions;
  private final Kernel enter;
  private final Kernel block;
  private final Kernel last;

  /** Called by composition. */
  @Inject
  public Jit(JitConfig config, Parameters parameters, Precision precision, Recompute recompute) {
    this.shape = config.shape();
    this.parameters = parameters;
    this.recompute = recompute;
    this.context = config.context();
    this.contextStart = config.contextBegins();
    JitSize size = config.dimensions();
    int side = shape.grid().width();
    this.blocks =
        IntStream.range(0, size.depth())
            .mapToObj(i -> JitParameters.BLOCK.stream().map(n -> "blocks." + i + "." + n).toList())
            .toList();
    this.embed = kernel("jit_embed", precision, Map.of("side", side, "patch", size.patch()));
    this.time = kernel("jit_time", precision, Map.of());
    this.label = Kernel.of(Jit.class, "jit_label.ts.py");
    this.positions =
        Kernel.of(
            Jit.class,
            "jit_rotations.ts.py",
            Map.of(
                "edge",
                precision.edge(),
                "side",
                side,
                "context",
                context,
                "quarter",
                size.hidden() / size.heads() / 4));
    this.enter = Kernel.of(Jit.class, "jit_context.ts.py");
    this.block = kernel("jit_block", precision, Map.of("heads", size.heads()));
    this.last = kernel("jit_final", precision, Map.of("side", side, "patch", size.patch()));
    JitParameters.define(parameters, config);
  }

  private static Kernel kernel(String name, Precision precision, Map<String, Object> constants) {
    Map<String, Object> all = new HashMap<>(constants);
    all.put("compute", precision.compute());
    all.put("edge", precision.edge());
    return Kernel.of(Jit.class, name + ".ts.py", all);
  }

  @Override
  public BackboneShape shape() {
    return shape;
  }

  @Override
  public Prediction forward(Inputs inputs, Set<Integer> taps) {
    NDArray y =
        label.call(inputs.y(), parameters.get("y_embedder.embedding_table.weight")); // [B,D]
    NDArray c = condition(inputs, y); // [B,D]
    NDArray all = positions.call(inputs.t()); // [N+T,hd/2,2]
    NDArray rotations = all.get(new NDIndex(context + ":"));
    NDArray x =
        embed.call(
            inputs.x(),
            parameters.get("x_embedder.proj1.weight"),
            parameters.get("x_embedder.proj2.weight"),
            parameters.get("x_embedder.proj2.bias"),
            parameters.get("pos_embed")); // [B,T,D]
    Map<Integer, Tokens> hidden = new HashMap<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (context > 0 && i == contextStart) {
        x = enter.call(x, y, parameters.get("in_context_posemb")); // [B,N+T,D]
        rotations = all;
      }
      NDList weights = new NDList(parameters.get(blocks.get(i)));
      NDList places = new NDList(rotations);
      x =
          recompute
              .block(given -> block.callLists(given, places, weights), new NDList(x, c))
              .singletonOrThrow();
      if (taps.contains(i + 1)) {
        hidden.put(i + 1, new Tokens(imageTokens(x, i), shape.grid()));
      }
    }
    NDArray value =
        last.call(
            imageTokens(x, blocks.size() - 1),
            c,
            parameters.get("final_layer.norm_final.weight"),
            parameters.get("final_layer.linear.weight"),
            parameters.get("final_layer.linear.bias"),
            parameters.get("final_layer.adaLN_modulation.1.weight"),
            parameters.get("final_layer.adaLN_modulation.1.bias")); // [B,C,H,W]
    return new Prediction(value, hidden);
  }

  /** Tokens after block i without the in-context ones, [B,T,D]. */
  private NDArray imageTokens(NDArray x, int i) {
    return context > 0 && i >= contextStart ? x.get(new NDIndex(":, " + context + ":")) : x;
  }

  private NDArray condition(Inputs inputs, NDArray y) {
    NDArray c = embedTime("t_embedder", inputs.t()).add(y);
    if (!shape.interval()) {
      return c;
    }
    NDArray r =
        inputs
            .r()
            .orElseThrow(
                () -> new IllegalArgumentException("This JiT embeds t - r, but r is absent."));
    return c.add(embedTime("r_embedder", inputs.t().sub(r)));
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
