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

/** MoCo v3 (arXiv 2104.02057): fixed positions, and twelve heads in its small network. */
@Extension
@Component(value = "mocov3", doc = "MoCo v3 vision transformer")
public final class MocoV3 extends VitEncoder {
  static final VitFamily FAMILY =
      VitFamily.named("mocov3")
          .images(Preprocessing.IMAGENET_AS_IS)
          .positions(Positions.SINE_COSINE_BY_ROW)
          .presets(
              """
              mocov3-vit-s  16   384  12  12  1536  14
              mocov3-vit-b  16   768  12  12  3072  14
              mocov3-vit-l  16  1024  24  16  4096  14
              """)
          .scheme(
              NameSchemes.TIMM
                  .within("state_dict.module.base_encoder.", "module.base_encoder.")
                  // Misspelt in some releases.
                  .and(
                      """
                      blocks.13.norm13.*      blocks.13.norm1.*
                      blocks.13.mlp.fc13.*    blocks.13.fc1.*
                      blocks.14.norm14.*      blocks.14.norm2.*
                      blocks.14.mlp.fc14.*    blocks.14.fc2.*
                      """))
          .build();

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "mocov3-vit-b")
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
  public MocoV3(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
