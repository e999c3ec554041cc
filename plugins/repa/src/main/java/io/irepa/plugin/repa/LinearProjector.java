package io.irepa.plugin.repa;

import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Projector;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import java.util.Map;
import org.pf4j.Extension;

/** One linear layer on each token by itself. [B,T,D] to [B,T,K]. */
@Extension
@Component(value = "linear", doc = "one linear layer on each token")
public final class LinearProjector implements Projector {
  private final Parameters parameters;
  private final Kernel kernel;

  /** Called by composition. */
  @Inject
  public LinearProjector(Parameters parameters, Widths widths, Precision precision) {
    this.parameters = parameters;
    this.kernel =
        Kernel.of(
            LinearProjector.class,
            "linear_projector.ts.py",
            Map.of("compute", precision.compute(), "edge", precision.edge()));
    parameters.parameter(
        "weight", new Shape(widths.target(), widths.hidden()), Initializer.xavierUniform());
    parameters.parameter("bias", new Shape(widths.target()), Initializer.zeros());
  }

  @Override
  public Tokens project(Tokens hidden) {
    return new Tokens(
        kernel.call(hidden.values(), parameters.get("weight"), parameters.get("bias")),
        hidden.grid());
  }
}
