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

/**
 * The plain vision transformer (arXiv 2010.11929): as trained on ImageNet and published by timm
 * (augreg, arXiv 2106.10270), or by irepa on one's own images.
 */
@Extension
@Component(value = "vit", doc = "plain vision transformer, such as one trained here")
public final class Vit extends VitEncoder {
  static final VitFamily FAMILY =
      VitFamily.named("vit")
          .images(Preprocessing.BICUBIC_SYMMETRIC)
          .epsilon(1e-6)
          .presets(
              """
              vit-ti  16   192  12   3   768  14
              vit-s   16   384  12   6  1536  14
              vit-b   16   768  12  12  3072  14
              vit-l   16  1024  24  16  4096  14
              """)
          .scheme(NameSchemes.TIMM)
          .scheme(NameSchemes.TRANSFORMERS.within("vit."))
          .build();

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "vit-b")
          Optional<String> preset,
      Optional<Path> weights,
      Optional<Long> random,
      Optional<Integer> input,
      Optional<Integer> patch,
      Optional<Integer> hidden,
      Optional<Integer> depth,
      Optional<Integer> heads,
      Optional<Integer> mlp,
      Optional<Boolean> classToken,
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
  public Vit(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
