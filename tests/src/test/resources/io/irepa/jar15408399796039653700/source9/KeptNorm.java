package org.example.keptnorm;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import org.pf4j.Extension;

/**
 * Centres an encoder's tokens: what all tokens of an image share tells nothing of where things are.
 * A share of the mean over the tokens is taken away, and the rest is brought to a mean square of 1.
 */
@Extension
@Component(value = "kept-norm", doc = "centred over the tokens of an image, of mean square 1")
public final class KeptNorm implements TargetNorm {
  /** Keeps an image of equal tokens finite. */
  private static final double EPSILON = 1e-6;

  private final Config config;

  /**
   * The keys.
   *
   * @param share of the mean
   */
  public record Config(
      @Doc("share of the tokens' mean that is taken away") @Default("1") @Range(min = 0, max = 1)
          double share) {}

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public KeptNorm(Config config) {
    this.config = config;
  }

  @Override
  public Tokens normalize(Tokens target) {
    NDArray values = target.values(); // [B,T,K]
    NDArray mean = values.mean(new int[] {1}, true); // [B,1,K]
    NDArray centred = values.sub(mean.mul(config.share()));
    NDArray square =
        centred.square().mean(new int[] {2}, true).mean(new int[] {1}, true); // [B,1,1]
    return new Tokens(centred.div(square.add(EPSILON).sqrt()), target.grid());
  }
}
