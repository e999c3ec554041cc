package org.example.depthwise;

import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Grid;
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
import java.util.Map;
import org.pf4j.Extension;

/**
 * A depthwise separable convolution over the grid of tokens (MobileNets, arXiv 1704.04861, section
 * 3.1): each channel is convolved by itself (eq. 3), then a linear layer mixes channels. It looks
 * around like iREPA's convolution with a fraction of its weights. [B,T,D] to [B,T,K].
 */
@Extension
@Component(value = "depthwise", doc = "a depthwise separable convolution over the grid of tokens")
public final class DepthwiseProjector implements Projector {
  private final Config config;
  private final Parameters parameters;
  private final Widths widths;
  private final Precision precision;

  /**
   * The keys.
   *
   * @param kernel side of the convolution
   */
  public record Config(
      @Doc("side of the convolution's kernel, odd") @Default("3") @Range(min = 1) int kernel)
      implements Settings {
    @Override
    public void check(RunShape run, Problems problems) {
      if (kernel % 2 == 0) {
        problems.add(
            "kernel",
            "%d is even, which would change the grid. Use %d.".formatted(kernel, kernel + 1));
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
  public DepthwiseProjector(
      Config config, Parameters parameters, Widths widths, Precision precision) {
    this.config = config;
    this.parameters = parameters;
    this.widths = widths;
    this.precision = precision;
    long side = config.kernel();
    long width = widths.hidden();
    parameters.parameter(
        "depthwise.weight", new Shape(width, 1, side, side), Initializer.layerDefault(side * side));
    parameters.parameter("depthwise.bias", new Shape(width), Initializer.zeros());
    parameters.parameter(
        "pointwise.weight", new Shape(widths.target(), width), Initializer.xavierUniform());
    parameters.parameter("pointwise.bias", new Shape(widths.target()), Initializer.zeros());
  }

  @Override
  public Tokens project(Tokens hidden) {
    return new Tokens(
        kernel(hidden.grid())
            .call(
                hidden.values(),
                parameters.get("depthwise.weight"),
                parameters.get("depthwise.bias"),
                parameters.get("pointwise.weight"),
                parameters.get("pointwise.bias")),
        hidden.grid());
  }

  /** Compiled once for each grid, whatever number of objects there is. */
  private Kernel kernel(Grid grid) {
    return Kernel.of(
        DepthwiseProjector.class,
        "depthwise.ts.py",
        Map.of(
            "height", grid.height(),
            "width", grid.width(),
            "groups", widths.hidden(),
            "padding", config.kernel() / 2,
            "compute", precision.compute(),
            "edge", precision.edge()));
  }
}
