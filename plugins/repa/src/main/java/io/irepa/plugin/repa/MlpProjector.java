package io.irepa.plugin.repa;

import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Projector;
import io.irepa.spi.Range;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * REPA's projector (arXiv 2410.06940, section 3.3): three linear layers with SiLU between, on each
 * token by itself. [B,T,D] to [B,T,K].
 */
@Extension
@Component(value = "mlp", doc = "three linear layers with SiLU between, on each token")
public final class MlpProjector implements Projector {
  private static final List<String> NAMES =
      List.of("0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias");

  private final Parameters parameters;
  private final Kernel kernel;

  /** The keys. */
  public record Config(
      @Doc("width of the two inner layers") @Default("2048") @Range(min = 1) int width) {}

  /** Called by composition. */
  @Inject
  public MlpProjector(Config config, Parameters parameters, Widths widths, Precision precision) {
    this.parameters = parameters;
    this.kernel =
        Kernel.of(
            MlpProjector.class,
            "mlp_projector.ts.py",
            Map.of("compute", precision.compute(), "edge", precision.edge()));
    define("0", widths.hidden(), config.width());
    define("2", config.width(), config.width());
    define("4", config.width(), widths.target());
  }

  private void define(String name, int in, int out) {
    parameters.parameter(name + ".weight", new Shape(out, in), Initializer.xavierUniform());
    parameters.parameter(name + ".bias", new Shape(out), Initializer.zeros());
  }

  @Override
  public Tokens project(Tokens hidden) {
    var weights = parameters.get(NAMES);
    return new Tokens(
        kernel.call(
            hidden.values(),
            weights[0],
            weights[1],
            weights[2],
            weights[3],
            weights[4],
            weights[5]),
        hidden.grid());
  }
}
