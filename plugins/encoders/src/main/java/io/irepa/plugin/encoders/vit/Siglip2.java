package io.irepa.plugin.encoders.vit;

import ai.djl.ndarray.NDManager;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Doc;
import io.irepa.tensor.Precision;
import io.irepa.weights.Pretrained;
import java.nio.file.Path;
import java.util.Optional;
import org.pf4j.Extension;

/** SigLIP 2 (arXiv 2502.14786); normalized by the constants of ImageNet, as iREPA's code has it. */
@Extension
@Component(value = "siglip2", doc = "image tower of SigLIP 2")
public final class Siglip2 extends VitEncoder {
  static final VitFamily FAMILY =
      Siglip.networks("siglip2")
          .presets(
              """
              siglip2-vit-b       16   768  12  12  3072  16
              siglip2-vit-l       16  1024  24  16  4096  16
              siglip2-vit-so400m  16  1152  27  16  4304  16
              siglip2-vit-g       16  1536  40  16  6144  16
              """)
          .build();

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "siglip2-vit-b")
          Optional<String> preset,
      Optional<Path> weights,
      Optional<Integer> input,
      Optional<Integer> patch,
      Optional<Integer> hidden,
      Optional<Integer> depth,
      Optional<Integer> heads,
      Optional<Integer> mlp,
      Optional<Integer> imagesAtOnce)
      implements VitKeys {
    @Override
    public VitFamily family() {
      return FAMILY;
    }
  }

  /** Called by composition; reads the weights. */
  @Inject
  public Siglip2(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
