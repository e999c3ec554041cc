package io.irepa.plugin.encoders;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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
import io.irepa.tensor.Initializer;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Parameters;
import io.irepa.tensor.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * VGG-16 (arXiv 1409.1556, configuration D) up to its fourth pooling, whose places are the tokens:
 * a convolutional network among the encoders of iREPA's study (arXiv 2512.10794). Parameters are
 * named as torchvision names them.
 */
@Extension
@Component(value = "vgg", doc = "VGG-16 up to its fourth pooling")
public final class Vgg implements Encoder {
  /**
   * The convolutions' places in torchvision's {@code features}, and their widths over the first's.
   */
  private static final int[] LAYERS = {0, 2, 5, 7, 10, 12, 14, 17, 19, 21};

  private static final int[] WIDTHS = {1, 1, 2, 2, 4, 4, 4, 8, 8, 8};
  private static final int STRIDE = 16;

  private final Config config;
  private final Parameters parameters;
  private final Kernel kernel;
  private final NDList constants;
  private final List<String> names = new ArrayList<>();

  /** The keys. */
  public record Config(
      @Doc("file of torchvision's parameters, such as vgg16; without one they are random")
          Optional<Path> weights,
      @Doc("side the image is resized to, in pixels; a multiple of 16")
          @Default("256")
          @Range(min = 16)
          int input,
      @Doc("channels of the first layer; the published network has 64")
          @Default("64")
          @Range(min = 1)
          int width)
      implements Encoder.Shaped {
    @Override
    public TokenShape tokens() {
      return new TokenShape(new Grid(input / STRIDE, input / STRIDE), 8 * width);
    }

    @Override
    public void check(RunShape run, Problems problems) {
      if (input % STRIDE != 0) {
        problems.add("input", "%d is no multiple of %d.".formatted(input, STRIDE));
      }
    }
  }

  /** Called by composition. */
  @Inject
  public Vgg(Config config, Parameters parameters, Precision precision, NDManager manager) {
    this.config = config;
    this.parameters = parameters;
    this.kernel =
        Kernel.of(
            Vgg.class,
            "vgg.ts.py",
            Map.of("input", config.input(), "compute", precision.compute()));
    this.constants = Normalization.imageNet().arrays(manager);
    int before = 3;
    for (int i = 0; i < LAYERS.length; i++) {
      int width = WIDTHS[i] * config.width();
      define("features.%d.weight".formatted(LAYERS[i]), new Shape(width, before, 3, 3), 9 * before);
      define("features.%d.bias".formatted(LAYERS[i]), new Shape(width), 9 * before);
      before = width;
    }
  }

  private void define(String name, Shape shape, int fanIn) {
    parameters.buffer(name, shape, Initializer.layerDefault(fanIn));
    names.add(name);
  }

  @Override
  public TokenShape shape() {
    return config.tokens();
  }

  @Override
  public NDArray tokens(NDArray images) {
    // The first layer's input and output.
    int most = InParts.most(2L * config.width() * config.input() * config.input());
    return InParts.encode(
        images,
        most,
        part ->
            kernel
                .callLists(new NDList(part), constants, new NDList(parameters.get(names)))
                .singletonOrThrow());
  }

  @Override
  public String fingerprint() {
    return "vgg-1 " + config;
  }
}
