package io.irepa.plugin.encoders.vit;

import ai.djl.ndarray.NDManager;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;
import io.irepa.tensor.Precision;
import io.irepa.weights.Pretrained;
import java.nio.file.Path;
import java.util.Optional;
import org.pf4j.Extension;

/** DINOv2 (arXiv 2304.07193) with its class token mixed into each target. */
@Extension
@Component(value = "dinov2mixed", doc = "DINOv2 whose class token is mixed into each patch token")
public final class DinoV2Mixed extends VitEncoder {
  static final VitFamily FAMILY = DinoV2.family("dinov2mixed");

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "dinov2mixed-vit-b")
          Optional<String> preset,
      Optional<Path> weights,
      Optional<Integer> input,
      Optional<Integer> patch,
      Optional<Integer> hidden,
      Optional<Integer> depth,
      Optional<Integer> heads,
      Optional<Integer> mlp,
      Optional<Integer> registers,
      Optional<FeedForward> feedForward,
      Optional<Boolean> layerScale,
      @Doc("share of the class token in each target: alpha * class + (1 - alpha) * patch")
          @Default("0.1")
          @Range(min = 0, max = 1)
          double alpha,
      Optional<Integer> imagesAtOnce)
      implements VitKeys {
    @Override
    public VitFamily family() {
      return FAMILY;
    }
  }

  /** Called by composition; reads the weights. */
  @Inject
  public DinoV2Mixed(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
