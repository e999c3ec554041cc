package org.example.whitening;

import com.google.inject.Inject;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;
import io.irepa.spi.TargetNorm;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Kernel;
import java.util.Map;
import org.pf4j.Extension;

/**
 * ZCA whitening of an image's tokens (arXiv 1512.00809; with a loss on representations, arXiv
 * 2007.06346): centred over the tokens, then times the covariance to the power of −1/2, so that all
 * directions count alike instead of the few that are strong. It goes further than iREPA's spatial
 * norm, which scales each channel by itself.
 */
@Extension
@Component(value = "whitening", doc = "ZCA whitening over the tokens of an image")
public final class WhiteningNorm implements TargetNorm {
  private final Kernel kernel;

  /**
   * The keys.
   *
   * @param epsilon keeps weak directions weak
   */
  public record Config(
      @Doc("added to the covariance, as a share of its mean over directions")
          @Default("0.01")
          @Range(min = 0.000001, max = 10)
          double epsilon) {}

  /**
   * Called by irepa.
   *
   * @param config the keys
   */
  @Inject
  public WhiteningNorm(Config config) {
    this.kernel =
        Kernel.of(WhiteningNorm.class, "whiten.ts.py", Map.of("epsilon", config.epsilon()));
  }

  @Override
  public Tokens normalize(Tokens tokens) {
    return new Tokens(kernel.call(tokens.values()), tokens.grid());
  }
}
