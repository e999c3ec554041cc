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
 * Histograms of oriented gradients (Dalal and Triggs, CVPR 2005) as patch tokens: targets with
 * spatial structure and without any weights (iREPA, arXiv 2512.10794).
 */
@Extension
@Component(value = "hog", doc = "dense histograms of oriented gradients; no weights")
public final class Hog implements Encoder {
  private final Config config;
  private final Kernel kernel;

  /** The keys. */
  public record Config(
      @Doc("side the image is resized to, in pixels") @Default("256") @Range(min = 4) int input,
      @Doc("side of the token grid") @Default("16") @Range(min = 1) int grid,
      @Doc("numbers a token: block squared times orientations") @Default("128") @Range(min = 1)
          int size,
      @Doc("side of a cell, in pixels") @Default("2") @Range(min = 1) int cell,
      @Doc("side of a block, in cells") @Default("4") @Range(min = 1) int block)
      implements Encoder.Shaped {
    @Override
    public TokenShape tokens() {
      return new TokenShape(new Grid(grid, grid), size);
    }

    @Override
    public void check(RunShape run, Problems problems) {
      if (size % (block * block) != 0) {
        problems.add(
            "size", "%d is no multiple of block squared, %d.".formatted(size, block * block));
      }
      if (input / cell < block) {
        problems.add(
            "input",
            "%d pixels are %d cells, fewer than a block's %d."
                .formatted(input, input / cell, block));
      }
    }
  }

  /** Called by composition. */
  @Inject
  public Hog(Config config) {
    this.config = config;
    this.kernel =
        Kernel.of(
            Hog.class,
            "hog.ts.py",
            Map.of(
                "input", config.input(),
                "grid", config.grid(),
                "bins", config.size() / (config.block() * config.block()),
                "cell", config.cell(),
                "block", config.block()));
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
    return "hog-1 " + config;
  }
}
