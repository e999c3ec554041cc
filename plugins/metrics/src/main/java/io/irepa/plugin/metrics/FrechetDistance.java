package io.irepa.plugin.metrics;

import io.irepa.IrepaException;
import io.irepa.spi.Component;
import io.irepa.spi.Metric;
import io.irepa.spi.Samples;
import io.irepa.tensor.Kernel;
import io.irepa.tensor.Scope;
import java.util.Set;
import org.pf4j.Extension;

/**
 * The squared Fréchet distance of two Gaussians with the means and unbiased covariances of real and
 * generated features (Heusel et al., arXiv 1706.08500, eq. 6): FID where the features are those of
 * the published Inception network, sFID (arXiv 2103.03841) where they are its spatial ones. At
 * least 0; lower is better. Fewer samples than features make it larger, not undefined.
 */
@Extension
@Component(
    value = "frechet-distance",
    doc = "Fréchet distance of the features of real and generated images: FID, or sFID")
public final class FrechetDistance implements Metric {
  private static final Kernel KERNEL = Kernel.of(FrechetDistance.class, "frechet.ts.py");

  @Override
  public Set<String> inputs() {
    return Set.of(REAL, GENERATED);
  }

  @Override
  public boolean takesMoments(String input) {
    return true;
  }

  @Override
  public Result measure(Samples samples) {
    try (Scope scope = Scope.open()) {
      Samples.Moments real = FeatureMoments.of(samples, REAL);
      Samples.Moments generated = FeatureMoments.of(samples, GENERATED);
      if (!real.mean().getShape().equals(generated.mean().getShape())) {
        throw new IrepaException(
            "The features of real images have %d numbers, and those of generated ones %d. The reference statistics must come from the same network and layer."
                .formatted(real.mean().size(), generated.mean().size()));
      }
      double value =
          KERNEL.call(real.mean(), real.covariance(), generated.mean(), generated.covariance())
              .toDoubleArray()[0];
      return new Result(Math.max(0, value));
    }
  }
}
