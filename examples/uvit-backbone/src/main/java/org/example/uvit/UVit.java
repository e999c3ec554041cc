package org.example.uvit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.pf4j.Extension;

/**
 * U-ViT (arXiv 2209.12152, section 3): time and label are tokens like the patches, and each block
 * after the middle one begins with a linear layer over its input beside the output of the block as
 * far before the middle. A 3x3 convolution ends it. Computes in the format of the precision's
 * edges.
 */
@Extension
@Component(value = "u-vit", doc = "a transformer with long skips, in the shape of a U")
public final class UVit implements Backbone {
  /** The tokens of time and label, which stand before the patches. */
  private static final int CONDITIONS = 2;

  private final UVitConfig config;
  private final Parameters parameters;
  private final Recompute recompute;
  private final Kernel time;
  private final Kernel embed;
  private final Kernel skip;
  private final Kernel block;
  private final Kernel head;

  /**
   * Called by irepa.
   *
   * @param config the keys
   * @param parameters takes the weights, which are asked for there at each call
   * @param precision tells the format of arrays
   * @param recompute runs blocks so that their activations need not be kept
   */
  @Inject
  public UVit(UVitConfig config, Parameters parameters, Precision precision, Recompute recompute) {
    this.config = config;
    this.parameters = parameters;
    this.recompute = recompute;
    Map<String, Integer> sizes = Map.of("patch", config.patch(), "side", config.side());
    this.time = Kernel.of(UVit.class, "time.ts.py", Map.of("edge", precision.edge()));
    this.embed = Kernel.of(UVit.class, "embed.ts.py", sizes);
    this.skip = Kernel.of(UVit.class, "skip.ts.py");
    this.block = Kernel.of(UVit.class, "block.ts.py", Map.of("heads", config.heads()));
    this.head = Kernel.of(UVit.class, "head.ts.py", sizes);
    UVitWeights.create(config, parameters);
  }

  @Override
  public BackboneShape shape() {
    return config.shape();
  }

  @Override
  public Prediction forward(Inputs inputs, Set<Integer> taps) {
    NDArray h = embedded(inputs); // [B,2+T,D]
    Map<Integer, Tokens> hidden = new HashMap<>();
    Deque<NDArray> kept = new ArrayDeque<>();
    int middle = config.depth() / 2;
    for (int i = 0; i < config.depth(); i++) {
      if (i > middle) {
        h = skip.callLists(new NDList(h, kept.pop()), weights(UVitWeights.skip(i))).head();
      }
      NDList weights = weights(UVitWeights.block(i));
      h = recompute.block(given -> block.callLists(given, weights), new NDList(h)).head();
      if (i < middle) {
        kept.push(h);
      }
      if (taps.contains(i + 1)) {
        hidden.put(i + 1, new Tokens(h.get(":, {}:", CONDITIONS), shape().grid()));
      }
    }
    NDArray value = head.callLists(new NDList(h), weights(UVitWeights.HEAD)).head();
    return new Prediction(value, hidden);
  }

  private NDArray embedded(Inputs inputs) {
    NDArray times =
        time.callLists(new NDList(inputs.t()), weights(UVitWeights.TIME)).head(); // [B,D]
    NDArray labels = parameters.get("labels").get(inputs.y()); // [B,D]
    return embed
        .callLists(new NDList(inputs.x(), times, labels), weights(UVitWeights.EMBED))
        .head();
  }

  private NDList weights(Iterable<String> names) {
    NDList weights = new NDList();
    names.forEach(name -> weights.add(parameters.get(name)));
    return weights;
  }
}
