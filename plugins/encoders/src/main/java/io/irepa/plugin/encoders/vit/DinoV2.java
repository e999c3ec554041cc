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

/** DINOv2 (arXiv 2304.07193), and with registers (arXiv 2309.16588). */
@Extension
@Component(value = "dinov2", doc = "DINOv2 vision transformer, with or without registers")
public final class DinoV2 extends VitEncoder {
  static final VitFamily FAMILY = family("dinov2");

  /** The same networks under another name. */
  static VitFamily family(String name) {
    return VitFamily.named(name)
        .images(Preprocessing.IMAGENET)
        .layerScale()
        .twoThirdsGated()
        .presets(
            """
            %1$s-vit-s     14   384  12   6  1536  37
            %1$s-vit-b     14   768  12  12  3072  37
            %1$s-vit-l     14  1024  24  16  4096  37
            %1$s-vit-g     14  1536  40  24  6144  37  swiglu
            %1$sreg-vit-s  14   384  12   6  1536  37  registers=4
            %1$sreg-vit-b  14   768  12  12  3072  37  registers=4
            %1$sreg-vit-l  14  1024  24  16  4096  37  registers=4
            %1$sreg-vit-g  14  1536  40  24  6144  37  swiglu registers=4
            """
                .formatted(name))
        .scheme(NameSchemes.TRANSFORMERS.within("dinov2.", "dinov2_with_registers."))
        .scheme(NameSchemes.TIMM)
        .build();
  }

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "dinov2-vit-b")
          Optional<String> preset,
      Optional<Path> weights,
      Optional<Long> random,
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
  public DinoV2(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
