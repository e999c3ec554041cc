package io.irepa.plugin.irepa;

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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.pf4j.Extension;

/**
 * iREPA's projector: one convolution over the grid of tokens, stride 1, zeros around it so that the
 * grid stays (arXiv 2512.10794). [B,T,D] to [B,T,K].
 */
@Extension
@Component(value = "conv", doc = "one convolution over the grid of tokens")
public final class ConvProjector implements Projector {
  private final int side;
  private final Parameters parameters;
  private final Precision precision;
  private final ConcurrentMap<Grid, Kernel> kernels = new ConcurrentHashMap<>();

  /** The keys. */
  public record Config(
      @Doc("side of the convolution's kernel, odd") @Default("3") @Range(min = 1) int kernel)
      implements Settings {
    @Override
    public void check(RunShape run, Problems problems) {
      if (kernel % 2 == 0) {
        problems.add(
            "kernel",
            "The side is even, %d, which would change the grid. Use an odd one, such as %d."
                .formatted(kernel, kernel + 1));
      }
    }
  }

  /** Called by composition. */
  @Inject
  public ConvProjector(Config config, Parameters parameters, Widths widths, Precision precision) {
    this.side = config.kernel();
    this.parameters = parameters;
    this.precision = precision;
    // Both start as PyTorch's convolutions do: the published code leaves them at that.
    long fanIn = (long) widths.hidden() * side * side;
    parameters.parameter(
        "weight",
        new Shape(widths.target(), widths.hidden(), side, side),
        Initializer.layerDefault(fanIn));
    parameters.parameter("bias", new Shape(widths.target()), Initializer.layerDefault(fanIn));
  }

  @Override
  public Tokens project(Tokens hidden) {
    return new Tokens(
        kernels
            .computeIfAbsent(hidden.grid(), this::kernel)
            .call(hidden.values(), parameters.get("weight"), parameters.get("bias")),
        hidden.grid());
  }

  private Kernel kernel(Grid grid) {
    Map<String, Integer> constants = new HashMap<>();
    constants.put("height", grid.height());
    constants.put("width", grid.width());
    constants.put("padding", side / 2);
    constants.put("compute", precision.compute());
    constants.put("edge", precision.edge());
    return Kernel.of(ConvProjector.class, "conv_projector.ts.py", constants);
  }
}
