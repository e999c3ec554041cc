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

/** DINOv3 (arXiv 2508.10104): axial rotary positions on patches, keys without bias. */
@Extension
@Component(value = "dinov3", doc = "DINOv3 vision transformer")
public final class DinoV3 extends VitEncoder {
  static final VitFamily FAMILY =
      VitFamily.named("dinov3")
          .images(Preprocessing.ANTIALIAS_IMAGENET)
          .positions(Positions.AXIAL_ROTARY)
          .epsilon(1e-5)
          .noKeyBias()
          .layerScale()
          .presets(
              """
              dinov3-vit-s16      16   384  12   6  1536  0  registers=4
              dinov3-vit-s16plus  16   384  12   6  1536  0  registers=4 swiglu
              dinov3-vit-b16      16   768  12  12  3072  0  registers=4
              dinov3-vit-l16      16  1024  24  16  4096  0  registers=4
              dinov3-vit-h16plus  16  1280  32  20  5120  0  registers=4 swiglu
              dinov3-vit-7b16     16  4096  40  32  8192  0  registers=4 swiglu no-attention-bias
              """)
          .scheme(NameSchemes.TRANSFORMERS_DINOV3)
          .scheme(NameSchemes.TRANSFORMERS_DINOV3_GATED)
          .scheme(NameSchemes.DINOV3)
          .build();

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "dinov3-vit-b16")
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
  public DinoV3(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
