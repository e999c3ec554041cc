package org.example.contrastive;

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
 * InfoNCE (arXiv 1807.03748, eq. 4) over the tokens of an image, with the cosine over a temperature
 * as in SimCLR (arXiv 2002.05709, eq. 1): a projected token must be closer to the target at its own
 * place than to those at the other places. What all places share earns nothing.
 */
@Extension
@Component(value = "token-contrast", doc = "InfoNCE over the tokens of an image")
public final class TokenContrast implements AlignmentLoss {
  private final Config config;

  /**
   * The keys.
   *
   * @param temperature τ
   */
  public record Config(
      @Doc("divides the cosines; smaller is stricter") @Default("0.1") @Range(min = 0.05, max = 10)
          double temperature) {}

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public TokenContrast(Config config) {
    this.config = config;
  }

  @Override
  public NDArray loss(Tokens projected, Tokens target, Tokens hidden) {
    NDArray ours = unit(projected); // [B,T,K]
    NDArray theirs = unit(target);
    NDArray own = ours.mul(theirs).sum(new int[] {-1}); // [B,T]
    NDArray all = ours.matMul(theirs.transpose(0, 2, 1)); // [B,T,T]
    // No cosine is above 1, so nothing overflows with 1 as the sum's reference.
    double t = config.temperature();
    NDArray sum = all.sub(1).div(t).exp().sum(new int[] {-1}).log(); // [B,T]
    return sum.sub(own.sub(1).div(t)).mean();
  }

  private static NDArray unit(Tokens tokens) {
    NDArray values = tokens.values(); // [B,T,K]
    return values.div(values.square().sum(new int[] {-1}, true).add(1e-12).sqrt());
  }
}
