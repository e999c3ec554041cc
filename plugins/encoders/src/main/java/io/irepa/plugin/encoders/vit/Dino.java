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

/** DINO (arXiv 2104.14294). */
@Extension
@Component(value = "dino", doc = "DINO vision transformer")
public final class Dino extends VitEncoder {
  static final VitFamily FAMILY =
      VitFamily.named("dino")
          .images(Preprocessing.IMAGENET)
          .epsilon(1e-6)
          .presets(
              """
              dino-vit-s  16  384  12   6  1536  14
              dino-vit-b  16  768  12  12  3072  14
              """)
          .scheme(NameSchemes.TRANSFORMERS.within("vit."))
          .scheme(NameSchemes.TIMM.within("teacher.backbone.", "teacher.module.backbone."))
          .build();

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "dino-vit-b")
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
  public Dino(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
