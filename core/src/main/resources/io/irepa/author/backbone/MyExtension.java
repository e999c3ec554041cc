package org.example.extension;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Backbone;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Grid;
import io.irepa.spi.Prediction;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Recompute;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/**
 * A small MLP-Mixer (arXiv 2105.01601) over patches, with adaLN conditioning (DiT, arXiv
 * 2212.09748): each block mixes along the tokens, then along the channels. One kernel call a block.
 */
@Extension
@Component(value = "my-extension", doc = "MLP-Mixer over patches")
public final class MyExtension implements Backbone {
  private static final List<String> BLOCK =
      List.of("modulation", "tokens.0", "tokens.1", "channels.0", "channels.1");

  private final Config config;
  private final Parameters parameters;
  private final Recompute recompute;
  private final Kernel embed;
  private final Kernel block;
  private final Kernel head;

  /**
   * The keys.
   *
   * @param patch side of a patch
   * @param hidden width D
   * @param depth number of blocks
   * @param channels of x
   * @param input side of x
   * @param classes number of them
   */
  public record Config(
      @Doc("side of a patch") @Default("4") @Range(min = 1) int patch,
      @Doc("width of the hidden tokens") @Default("64") @Range(min = 1) int hidden,
      @Doc("number of blocks") @Default("4") @Range(min = 1) int depth,
      @Doc("channels of x") @Default("3") @Range(min = 1) int channels,
      @Doc("side of x") @Default("32") @Range(min = 1) int input,
      @Doc("number of classes") @Default("8") @Range(min = 1) int classes)
      implements Backbone.Shaped {
    @Override
    public BackboneShape shape() {
      int side = input / patch;
      return new BackboneShape(
          channels, input, new Grid(side, side), hidden, depth, classes, false);
    }

    @Override
    public void check(RunShape run, Problems problems) {
      if (input % patch != 0) {
        problems.add("patch", "%d does not divide the input's side %d.".formatted(patch, input));
      } else {
        run.checkInput(channels, input, problems);
      }
    }
  }

  /**
   * Called by irepa.
   *
   * @param config the keys
   * @param parameters takes the weights, which are asked for there at each call
   * @param recompute runs blocks so that their activations need not be kept
   */
  @Inject
  public MyExtension(Config config, Parameters parameters, Recompute recompute) {
    this.config = config;
    this.parameters = parameters;
    this.recompute = recompute;
    Map<String, Integer> sizes =
        Map.of("patch", config.patch(), "side", config.input() / config.patch());
    this.embed = Kernel.of(MyExtension.class, "embed.ts.py", sizes);
    this.block = Kernel.of(MyExtension.class, "block.ts.py");
    this.head = Kernel.of(MyExtension.class, "head.ts.py", sizes);

    int d = config.hidden();
    int tokens = config.shape().grid().size();
    int numbers = config.channels() * config.patch() * config.patch();
    weight("patches", d, numbers);
    parameters.parameter("positions", new Shape(1, tokens, d), Initializer.normal(0.02));
    parameters.parameter("labels", new Shape(config.classes() + 1, d), Initializer.normal(0.02));
    parameters.parameter("times", new Shape(2, d), Initializer.normal(1));
    for (int i = 0; i < config.depth(); i++) {
      // Zero, so that each block begins as the identity.
      parameters.parameter(name(i, "modulation"), new Shape(6L * d, d), Initializer.zeros());
      weight(name(i, "tokens.0"), 2 * tokens, tokens);
      weight(name(i, "tokens.1"), tokens, 2 * tokens);
      weight(name(i, "channels.0"), 4 * d, d);
      weight(name(i, "channels.1"), d, 4 * d);
    }
    parameters.parameter("head", new Shape(numbers, d), Initializer.zeros());
  }

  private void weight(String name, int out, int in) {
    parameters.parameter(name, new Shape(out, in), Initializer.xavierUniform());
  }

  private static String name(int block, String part) {
    return "blocks." + block + "." + part;
  }

  @Override
  public BackboneShape shape() {
    return config.shape();
  }

  @Override
  public Prediction forward(Inputs inputs, Set<Integer> taps) {
    NDArray h =
        embed.call(inputs.x(), parameters.get("patches"), parameters.get("positions")); // [B,T,D]
    NDArray time = inputs.t().reshape(-1, 1); // [B,1]
    NDArray condition =
        time.matMul(parameters.get("times").get("0:1"))
            .add(parameters.get("times").get("1:2"))
            .sin()
            .add(parameters.get("labels").get(inputs.y())); // [B,D]
    Map<Integer, Tokens> hidden = new HashMap<>();
    for (int i = 0; i < config.depth(); i++) {
      int at = i;
      NDList weights =
          new NDList(parameters.get(BLOCK.stream().map(part -> name(at, part)).toList()));
      h =
          recompute
              .block(given -> block.callLists(given, weights), new NDList(h, condition))
              .singletonOrThrow();
      if (taps.contains(i + 1)) {
        hidden.put(i + 1, new Tokens(h, shape().grid()));
      }
    }
    return new Prediction(head.call(h, parameters.get("head")), hidden);
  }
}
