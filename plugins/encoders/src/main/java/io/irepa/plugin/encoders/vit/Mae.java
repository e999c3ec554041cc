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

/** MAE (arXiv 2111.06377): tokens of the last block, before the last norm. */
@Extension
@Component(value = "mae", doc = "MAE vision transformer")
public final class Mae extends VitEncoder {
  static final VitFamily FAMILY =
      VitFamily.named("mae")
          .images(Preprocessing.IMAGENET_AS_IS)
          .positions(Positions.SINE_COSINE_BY_COLUMN)
          .noFinalNorm()
          .presets(
              """
              mae-vit-l  16  1024  24  16  4096  14
              """)
          .scheme(NameSchemes.TIMM.within("model."))
          .scheme(NameSchemes.TRANSFORMERS.within("vit."))
          .build();

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "mae-vit-l")
          Optional<String> preset,
      Optional<Path> weights,
      Optional<Integer> input,
      Optional<Integer> patch,
      Optional<Integer> hidden,
      Optional<Integer> depth,
      Optional<Integer> heads,
      Optional<Integer> mlp,
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
  public Mae(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
