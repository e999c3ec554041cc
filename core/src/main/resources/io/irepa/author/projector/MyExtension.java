package org.example.extension;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Projector;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Parameters;
import org.pf4j.Extension;

/** One linear layer on each token by itself. [B,T,D] to [B,T,K]. */
@Extension
@Component(value = "my-extension", doc = "one linear layer on each token")
public final class MyExtension implements Projector {
  private final Config config;
  private final Parameters parameters;

  /**
   * The keys.
   *
   * @param bias whether the layer has one
   */
  public record Config(@Doc("whether a trained vector is added") @Default("true") boolean bias) {}

  /**
   * Called by irepa.
   *
   * @param config the keys
   * @param parameters takes the weights, which are asked for there at each call
   * @param widths D and K
   */
  @Inject
  public MyExtension(Config config, Parameters parameters, Widths widths) {
    this.config = config;
    this.parameters = parameters;
    parameters.parameter(
        "weight", new Shape(widths.hidden(), widths.target()), Initializer.xavierUniform());
    if (config.bias()) {
      parameters.parameter("bias", new Shape(widths.target()), Initializer.zeros());
    }
  }

  @Override
  public Tokens project(Tokens hidden) {
    NDArray projected = hidden.values().matMul(parameters.get("weight")); // [B,T,K]
    return new Tokens(
        config.bias() ? projected.add(parameters.get("bias")) : projected, hidden.grid());
  }
}
