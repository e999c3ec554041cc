package org.example.attention;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.BackboneShape;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Problems;
import io.irepa.spi.Projector;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.Settings;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Self-attention among an image's tokens (arXiv 1706.03762, eq. 1 and section 3.2.2), normalized
 * before and added to what goes in, then a linear layer. A token may gather from anywhere what the
 * encoder's token at its place tells. [B,T,D] to [B,T,K].
 */
@Extension
@Component(value = "attention", doc = "self-attention among the tokens, then a linear layer")
public final class AttentionProjector implements Projector {
  private static final List<String> WEIGHTS =
      List.of("qkv.weight", "qkv.bias", "proj.weight", "proj.bias", "out.weight", "out.bias");

  private final Parameters parameters;
  private final Kernel kernel;

  /**
   * The keys.
   *
   * @param heads of the attention
   */
  public record Config(
      @Doc("attention heads, which divide the backbone's width") @Default("4") @Range(min = 1)
          int heads)
      implements Settings {
    @Override
    public void check(RunShape run, Problems problems) {
      int width = run.backbone().map(BackboneShape::hidden).orElse(heads);
      if (width % heads != 0) {
        problems.add(
            "heads", "%d does not divide the backbone's width %d.".formatted(heads, width));
      }
    }
  }

  /**
   * Called by irepa.
   *
   * @param config the keys
   * @param parameters takes the weights, which are asked for there at each call
   * @param widths D and K
   * @param precision inside the kernel and at its edges
   */
  @Inject
  public AttentionProjector(
      Config config, Parameters parameters, Widths widths, Precision precision) {
    this.parameters = parameters;
    this.kernel =
        Kernel.of(
            AttentionProjector.class,
            "attention.ts.py",
            Map.of(
                "heads", config.heads(),
                "compute", precision.compute(),
                "edge", precision.edge()));
    long width = widths.hidden();
    layer("qkv", 3 * width, width);
    layer("proj", width, width);
    layer("out", widths.target(), width);
  }

  private void layer(String name, long out, long in) {
    parameters.parameter(name + ".weight", new Shape(out, in), Initializer.xavierUniform());
    parameters.parameter(name + ".bias", new Shape(out), Initializer.zeros());
  }

  @Override
  public Tokens project(Tokens hidden) {
    NDList weights = new NDList(parameters.get(WEIGHTS));
    return new Tokens(
        kernel.callLists(new NDList(hidden.values()), weights).singletonOrThrow(), hidden.grid());
  }
}
