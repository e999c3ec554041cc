package org.example.keptencoder;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Encoder;
import io.irepa.spi.Grid;
import io.irepa.spi.Range;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Kernel;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Statistics of patches as tokens: mean and deviation of each colour, and the mean steepness of the
 * grey image along rows and columns. Eight numbers a token, and no weights.
 */
@Extension
@Component(value = "kept-encoder", doc = "colours and gradients of patches; no weights")
public final class KeptEncoder implements Encoder {
  private static final int WIDTH = 8;

  private final Config config;
  private final Kernel kernel;

  /**
   * The keys.
   *
   * @param grid side of the token grid
   * @param patch side of a patch
   */
  public record Config(
      @Doc("side of the token grid") @Default("8") @Range(min = 1) int grid,
      @Doc("side of a patch, in pixels of the resized image") @Default("4") @Range(min = 2)
          int patch)
      implements Encoder.Shaped {
    @Override
    public TokenShape tokens() {
      return new TokenShape(new Grid(grid, grid), WIDTH);
    }
  }

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public KeptEncoder(Config config) {
    this.config = config;
    this.kernel =
        Kernel.of(
            KeptEncoder.class,
            "statistics.ts.py",
            Map.of("input", config.grid() * config.patch(), "patch", config.patch()));
  }

  @Override
  public TokenShape shape() {
    return config.tokens();
  }

  @Override
  public NDArray tokens(NDArray images) {
    return kernel.call(images);
  }

  @Override
  public String fingerprint() {
    return "kept-encoder-1 " + config;
  }
}
