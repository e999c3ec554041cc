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

/** I-JEPA (arXiv 2301.08243): no class token. */
@Extension
@Component(value = "ijepa", doc = "I-JEPA vision transformer")
public final class IJepa extends VitEncoder {
  static final VitFamily FAMILY =
      VitFamily.named("ijepa")
          .images(Preprocessing.IMAGENET)
          .positions(Positions.SINE_COSINE_BY_COLUMN)
          .noClassToken()
          .presets(
              """
              ijepa-vit-h  14  1280  32  16  5120  16
              jepa-vit-h   14  1280  32  16  5120  16
              """)
          .scheme(NameSchemes.TRANSFORMERS.within("ijepa."))
          .scheme(NameSchemes.TIMM.within("encoder.module.", "encoder.", "module."))
          .build();

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "ijepa-vit-h")
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
  public IJepa(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
