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

/** PE-Spatial (arXiv 2504.13181): PE-Core tuned for dense tasks. */
@Extension
@Component(value = "spatialpe", doc = "Perception Encoder aligned with space, PE-Spatial")
public final class SpatialPe extends VitEncoder {
  static final VitFamily FAMILY =
      Pe.networks("spatialpe")
          .presets(
              """
              spatialpe-vit-b  16   768  12  12  3072  32
              spatialpe-vit-l  14  1024  24  16  4096  32
              spatialpe-vit-g  14  1536  50  16  8960  32  scale no-class
              """)
          .build();

  /** The keys. */
  public record Config(
      @Doc(value = "published name, which stands for all dimensions", example = "spatialpe-vit-b")
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
  public SpatialPe(Config config, Pretrained pretrained, NDManager manager, Precision precision) {
    super(config, pretrained, manager, precision);
  }
}
