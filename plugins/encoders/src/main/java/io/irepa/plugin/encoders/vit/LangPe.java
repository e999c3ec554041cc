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

/**
 * PE-Lang (arXiv 2504.13181): PE-Core cut after the block that suits language, with layer scale.
 */
@Extension
@Component(value = "langpe", doc = "Perception Encoder aligned with language, PE-Lang")
public final class LangPe extends VitEncoder {
  static final VitFamily FAMILY =
      Pe.networks("langpe")
          .presets(
              """
              langpe-vit-l  14  1024  23  16  4096  32  scale
              langpe-vit-g  14  1536  47  16  8960  32  scale no-class
              """)
          .build();

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "langpe-vit-l")
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
  public LangPe(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
