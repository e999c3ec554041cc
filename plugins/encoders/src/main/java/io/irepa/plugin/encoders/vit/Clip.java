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

/** CLIP (arXiv 2103.00020): tokens of the last block, before the last norm. */
@Extension
@Component(value = "clip", doc = "image tower of CLIP")
public final class Clip extends VitEncoder {
  static final VitFamily FAMILY =
      VitFamily.named("clip")
          .images(Preprocessing.CLIP)
          .activation(Activation.QUICK_GELU)
          .epsilon(1e-5)
          .noPatchBias()
          .preNorm()
          .noFinalNorm()
          .presets(
              """
              clip-vit-L  14  1024  24  16  4096  16
              """)
          .scheme(NameSchemes.TRANSFORMERS_CLIP)
          .scheme(NameSchemes.CLIP)
          .scheme(NameSchemes.TIMM)
          .build();

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "clip-vit-L")
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
  public Clip(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
