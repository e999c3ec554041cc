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

/** Web-DINO (arXiv 2504.01017): DINOv2's network, trained on images of the web. */
@Extension
@Component(value = "webssl", doc = "Web-DINO vision transformer")
public final class WebSsl extends VitEncoder {
  static final VitFamily FAMILY =
      VitFamily.named("webssl")
          .images(Preprocessing.IMAGENET)
          .layerScale()
          .twoThirdsGated()
          .presets(
              """
              webssl-vit-dino300m_full2b_224  14  1024  24  16   4096  16  swiglu
              webssl-vit-dino1b_full2b_224    14  1536  40  24   6144  16  swiglu
              webssl-vit-dino2b_full2b_224    14  2688  24  21  10752  16  swiglu
              webssl-vit-dino3b_full2b_224    14  3072  26  24  12288  16  swiglu
              webssl-vit-dino5b_full2b_224    14  3584  32  28  14336  16  swiglu
              webssl-vit-dino7b_full8b_224    14  4096  32  32  16384  16  swiglu
              """)
          .scheme(NameSchemes.TRANSFORMERS.within("dinov2."))
          .scheme(NameSchemes.TIMM)
          .build();

  /** The keys. */
  public record Config(
      @Doc(
              value = "published name, which stands for all dimensions",
              example = "webssl-vit-dino1b_full2b_224")
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
  public WebSsl(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
