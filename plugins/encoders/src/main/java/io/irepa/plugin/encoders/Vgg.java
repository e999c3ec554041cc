package io.irepa.plugin.encoders;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Encoder;
import io.irepa.spi.TokenShape;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Precision;
import io.irepa.weights.FileChecksum;
import io.irepa.weights.Pretrained;
import io.irepa.weights.WeightFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
  private static final List<String> PREFIXES = List.of("", "state_dict.", "module.", "model.");

  /** The layers up to the fourth pooling; files go on, and end with a classifier. */
  private static final String OWN = "features\\.([0-9]|1[0-9]|2[0-3])\\..*";

  private final VggConfig config;
  private final FrozenWeights weights;
  private final Supplier<String> checksum;
  private final Kernel kernel;
  private final NDList constants;
  private final List<String> names;

  /** Called by composition; reads the weights, or draws them. */
  @Inject
  public Vgg(VggConfig config, Pretrained pretrained, Precision precision, NDManager manager) {
    this.config = config;
    this.kernel =
        Kernel.of(
            Vgg.class,
            "vgg.ts.py",
            Map.of("input", config.input(), "compute", precision.compute()));
    this.constants = Normalization.imageNet().arrays(manager);
    WantedArrays wanted = wanted(config.channels());
    this.names = List.copyOf(wanted.shapes().keySet());
    if (config.random().isPresent()) {
      long seed = config.random().get();
      this.checksum = () -> "random-" + seed;
      this.weights = FrozenWeights.random(seed, wanted, manager, precision);
      return;
    }
    try (WeightFile file = pretrained.open(config.weights())) {
      FileChecksum sum = file.checksum();
      this.checksum = sum::text;
      this.weights = FrozenWeights.read(file, wanted, manager, precision);
    }
  }

  /** What a file has to have, by the channels of the first layer. */
  static WantedArrays wanted(int first) {
    return new WantedArrays("vgg", shapes(first), PREFIXES, OWN, name -> name);
  }

  /** The arrays up to the fourth pooling, in order. */
  static Map<String, Shape> shapes(int first) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    int before = 3;
    for (int i = 0; i < LAYERS.length; i++) {
      int width = WIDTHS[i] * first;
      shapes.put("features.%d.weight".formatted(LAYERS[i]), new Shape(width, before, 3, 3));
      shapes.put("features.%d.bias".formatted(LAYERS[i]), new Shape(width));
      before = width;
    }
    return shapes;
  }

  @Override
  public TokenShape shape() {
    return config.tokens();
  }

  @Override
  public NDArray tokens(NDArray images) {
    // The first layer's input and output.
    int most = InParts.most(2L * config.channels() * config.input() * config.input());
    return InParts.encode(
        images,
        most,
        part ->
            kernel
                .callLists(new NDList(part), constants, new NDList(weights.get(names)))
                .singletonOrThrow());
  }

  @Override
  public String fingerprint() {
    return "vgg-1 input=%d width=%d %s"
        .formatted(config.input(), config.channels(), checksum.get());
  }
}
