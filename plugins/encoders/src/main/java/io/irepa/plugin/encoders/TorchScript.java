package io.irepa.plugin.encoders;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.IrepaException;
import io.irepa.spi.Component;
import io.irepa.spi.Encoder;
import io.irepa.spi.Grid;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Autograd;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Any model that PyTorch traced, as an encoder. It is tried once when it is loaded, so that what
 * does not fit is said before anything is trained.
 */
@Extension
@Component(value = "torchscript", doc = "any model saved by torch.jit; runs the file's program")
public final class TorchScript implements Encoder {
  private final TorchScriptConfig config;
  private final TracedModel model;
  private final NDList constants;
  private final Kernel prepare;
  private final Kernel result;
  private final Kernel dimensions = Kernel.of(TorchScript.class, "torchscript_shape.ts.py");
  private final TokenShape shape;
  private final String fingerprint;

  /** Called by composition; loads the file and runs it on a black image. */
  @Inject
  public TorchScript(TorchScriptConfig config, NDManager manager) {
    this.config = config;
    TorchScriptFile.check(config.path());
    this.fingerprint =
        "torchscript-1 %s %s"
            .formatted(TorchScriptFile.checksum(config.path()), config.preparation());
    this.model = new TracedModel(config.path(), manager);
    this.constants = config.normalization().arrays(manager);
    this.prepare =
        Kernel.of(TorchScript.class, "torchscript_images.ts.py", Map.of("input", config.input()));
    this.result =
        Kernel.of(
            TorchScript.class, "torchscript_result.ts.py", Map.of("skip", config.skipTokens()));
    try (Scope scope = Scope.open();
        Autograd.Recording off = Autograd.off()) {
      NDArray black =
          manager.zeros(new Shape(1, 3, config.input(), config.input()), DataType.FLOAT32);
      this.shape = tokenShape(given(black));
    }
  }

  @Override
  public TokenShape shape() {
    return shape;
  }

  @Override
  public NDArray tokens(NDArray images) {
    NDArray tokens = result.call(given(images));
    Shape expected = new Shape(images.getShape().get(0), shape.grid().size(), shape.width());
    if (!tokens.getShape().equals(expected)) {
      throw wrong(
          "gave tokens of the shape %s where one image's give %s. A traced model may have kept the batch of its example; trace it so that the batch is free"
              .formatted(tokens.getShape(), expected));
    }
    return tokens;
  }

  /** What the model gives, of whatever shape and format. */
  private NDArray given(NDArray images) {
    return model.run(prepare.call(images, constants.get(0), constants.get(1)));
  }

  /** The tokens of one image, if their shape and number are those of a grid. */
  private TokenShape tokenShape(NDArray given) {
    long[] sides = dimensions.call(given).toLongArray();
    Shape raw = new Shape(sides);
    if (sides.length == 2 && config.tokenGrid().filter(grid -> grid.size() == 1).isPresent()) {
      return new TokenShape(new Grid(1, 1), width((int) sides[1], raw)); // A vector an image.
    }
    boolean map = sides.length == 4;
    if ((!map && sides.length != 3) || sides[0] != 1) {
      throw wrong(
          "gives the shape %s for one image; [1,T,K] tokens or a map [1,K,h,w] are needed, or, with grid: [1, 1], a vector [1,K]"
              .formatted(raw));
    }
    if (map && config.skipTokens() > 0) {
      throw wrong(
          "gives a map %s, which has no leading tokens; leave skip-tokens out".formatted(raw));
    }
    Grid grid = map ? checked(new Grid((int) sides[2], (int) sides[3]), raw) : grid(sides[1], raw);
    return new TokenShape(grid, width((int) sides[map ? 1 : 2], raw));
  }

  private int width(int found, Shape raw) {
    if (config.width().isPresent() && config.width().get() != found) {
      throw wrong(
          "gives %s: %d numbers a token, and width is %d"
              .formatted(raw, found, config.width().get()));
    }
    return found;
  }

  private Grid checked(Grid found, Shape raw) {
    if (config.tokenGrid().isPresent() && !config.tokenGrid().get().equals(found)) {
      throw wrong("gives a map %s, and grid is %s".formatted(raw, config.tokenGrid().get()));
    }
    return found;
  }

  private Grid grid(long all, Shape raw) {
    long tokens = all - config.skipTokens();
    int side = (int) Math.sqrt((double) Math.max(0, tokens));
    Grid grid =
        config.tokenGrid().orElseGet(() -> side > 0 ? new Grid(side, side) : new Grid(1, 1));
    if (grid.size() != tokens) {
      long over = all - (long) grid.size();
      throw wrong(
          "gives %s: %d tokens after %d that are skipped, which are no grid of %s%s"
              .formatted(
                  raw,
                  tokens,
                  config.skipTokens(),
                  grid,
                  config.tokenGrid().isPresent() || over <= 0
                      ? ""
                      : ". Set skip-tokens: %d if the first are no patches, or grid: [rows, columns]"
                          .formatted(over)));
    }
    return grid;
  }

  private IrepaException wrong(String what) {
    return new IrepaException("The TorchScript file %s %s.".formatted(config.path(), what));
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }
}
