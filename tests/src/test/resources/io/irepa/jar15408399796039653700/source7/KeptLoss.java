package org.example.keptloss;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;
import io.irepa.spi.Tokens;
import org.pf4j.Extension;

/**
 * The cosine distance d of projected and target tokens under a pseudo-Huber curve, √(d² + s²) − s,
 * averaged over tokens and batch: quadratic where tokens nearly agree, linear where they do not.
 */
@Extension
@Component(value = "kept-loss", doc = "smooth cosine distance, averaged over tokens")
public final class KeptLoss implements AlignmentLoss {
  private final Config config;

  /**
   * The keys.
   *
   * @param smoothness s
   */
  public record Config(
      @Doc("distance below which the loss is quadratic") @Default("0.1") @Range(min = 0.001, max = 2)
          double smoothness) {}

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public KeptLoss(Config config) {
    this.config = config;
  }

  @Override
  public NDArray loss(Tokens projected, Tokens target, Tokens hidden) {
    double s = config.smoothness();
    NDArray cosine = unit(projected).mul(unit(target)).sum(new int[] {-1}); // [B,T]
    NDArray distance = cosine.neg().add(1); // [B,T], from 0 to 2
    return distance.square().add(s * s).sqrt().sub(s).mean();
  }

  private static NDArray unit(Tokens tokens) {
    NDArray values = tokens.values(); // [B,T,K]
    return values.div(values.square().sum(new int[] {-1}, true).add(1e-12).sqrt());
  }
}
