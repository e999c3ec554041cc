package org.example.relational;

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
 * Aligns how tokens relate instead of what they are: the Gram matrices [T,T] of unit tokens are
 * compared (similarity-preserving distillation, arXiv 1907.09682, section 3, over tokens; the
 * autocorrelation matrices of SARA, arXiv 2503.08253). Their sides do not depend on widths, so
 * hidden tokens can be compared with the encoder's without a projection.
 */
@Extension
@Component(value = "relational", doc = "squared difference of the tokens' Gram matrices")
public final class RelationalLoss implements AlignmentLoss {
  private final Config config;

  /**
   * The keys.
   *
   * @param of the tokens whose relations are aligned
   * @param margin that costs nothing
   */
  public record Config(
      @Doc("which tokens' relations are aligned: before the projector, or after it")
          @Default("hidden")
          Side of,
      @Doc("difference of two cosines that costs nothing") @Default("0") @Range(min = 0, max = 2)
          double margin) {}

  /** Before the projector or after it. */
  public enum Side {
    /** The backbone's tokens; the projector takes no part and is not trained. */
    HIDDEN,
    /** The projector's. */
    PROJECTED
  }

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public RelationalLoss(Config config) {
    this.config = config;
  }

  @Override
  public NDArray loss(Tokens projected, Tokens target, Tokens hidden) {
    NDArray ours = gram(config.of() == Side.HIDDEN ? hidden : projected); // [B,T,T]
    NDArray difference = ours.sub(gram(target)).abs();
    return difference.sub(config.margin()).maximum(0f).square().mean();
  }

  /** Cosines of all pairs of tokens of an image, [B,T,T]. */
  private static NDArray gram(Tokens tokens) {
    NDArray values = tokens.values(); // [B,T,D]
    NDArray unit = values.div(values.square().sum(new int[] {-1}, true).add(1e-12).sqrt());
    return unit.matMul(unit.transpose(0, 2, 1));
  }
}
