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

/** SigLIP (arXiv 2303.15343); normalized by the constants of ImageNet, as iREPA's code has it. */
@Extension
@Component(value = "siglip", doc = "image tower of SigLIP")
public final class Siglip extends VitEncoder {
  static final VitFamily FAMILY =
      networks("siglip")
          .presets(
              """
              siglip-vit-b       16   768  12  12  3072  16
              siglip-vit-l       16  1024  24  16  4096  16
              siglip-vit-so400m  14  1152  27  16  4304  16
              """)
          .build();

  /** What SigLIP and SigLIP 2 have in common. */
  static VitFamily.Builder networks(String name) {
    return VitFamily.named(name)
        .images(Preprocessing.IMAGENET)
        .activation(Activation.GELU_TANH)
        .noClassToken()
        .scheme(NameSchemes.TRANSFORMERS_CLIP)
        .scheme(NameSchemes.TIMM.within("visual.trunk."));
  }

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "siglip-vit-b")
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
  public Siglip(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
