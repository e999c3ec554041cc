package io.irepa.plugin.encoders;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Encoder;
import io.irepa.spi.Grid;
import io.irepa.spi.Problems;
import io.irepa.spi.Range;
import io.irepa.spi.RunShape;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Kernel;
import java.util.Map;
import org.pf4j.Extension;

/**
 * The image itself as tokens: each is the pixels of its patch, in [-1,1], red, green and blue plane
 * by plane. Without a network between, they show what of an alignment's gain any target would give;
 * blurred, what coarse layout alone gives.
 */
@Extension
@Component(value = "pixels", doc = "patches of the image as they are, or blurred; no weights")
public final class Pixels implements Encoder {
  /** A Gaussian's width that is taken into account, in standard deviations. */
  private static final double REACH = 3;

  private final Config config;
  private final Kernel kernel;

  /** The keys. */
  public record Config(
      @Doc("side the image is resized to, in pixels") @Default("256") @Range(min = 1) int input,
      @Doc("side of the token grid") @Default("16") @Range(min = 1) int grid,
      @Doc(
              "standard deviation of the Gaussian that blurs the image, in pixels after resizing; 0 leaves it sharp")
          @Default("0.0")
          @Range(min = 0, max = 1000)
          double blur)
      implements Encoder.Shaped {
    @Override
    public TokenShape tokens() {
      int patch = input / grid;
      return new TokenShape(new Grid(grid, grid), 3 * patch * patch);
    }

    @Override
    public void check(RunShape run, Problems problems) {
      if (input % grid != 0) {
        problems.add("grid", "%d tokens do not divide the input side %d.".formatted(grid, input));
      }
    }
  }

  /** Called by composition. */
  @Inject
  public Pixels(Config config) {
    this.config = config;
    this.kernel =
        Kernel.of(
            Pixels.class,
            "pixels.ts.py",
            Map.of(
                "input",
                config.input(),
                "grid",
                config.grid(),
                "patch",
                config.input() / config.grid(),
                "blurs",
                config.blur() > 0,
                // Without a blur the text is not run, but it must be one.
                "blur",
                config.blur() > 0 ? config.blur() : 1.0,
                "radius",
                (int) Math.ceil(REACH * config.blur())));
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
    return "pixels-1 " + config;
  }
}
