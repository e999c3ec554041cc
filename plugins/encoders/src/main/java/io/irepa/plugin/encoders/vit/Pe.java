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

/** PE-Core (arXiv 2504.13181): tokens of the last block, before the last norm. */
@Extension
@Component(value = "pe", doc = "Perception Encoder, PE-Core")
public final class Pe extends VitEncoder {
  static final VitFamily FAMILY =
      networks("pe")
          .presets(
              """
              pe-vit-t  16   192  12   3   768  24
              pe-vit-s  16   384  12   6  1536  24
              pe-vit-b  16   768  12  12  3072  14
              pe-vit-l  14  1024  24  16  4096  24
              pe-vit-g  14  1536  50  16  8960  32  no-class
              """)
          .build();

  /** What PE-Core, PE-Lang and PE-Spatial have in common. */
  static VitFamily.Builder networks(String name) {
    return VitFamily.named(name)
        .images(Preprocessing.BILINEAR_SYMMETRIC)
        .positions(Positions.LEARNED_AND_ROTARY)
        .epsilon(1e-5)
        .noPatchBias()
        .preNorm()
        .noFinalNorm()
        .scheme(NameSchemes.CLIP);
  }

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "pe-vit-b")
          Optional<String> preset,
      Optional<Path> weights,
      Optional<Integer> input,
      Optional<Integer> patch,
      Optional<Integer> hidden,
      Optional<Integer> depth,
      Optional<Integer> heads,
      Optional<Integer> mlp,
      Optional<Boolean> classToken,
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
  public Pe(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
