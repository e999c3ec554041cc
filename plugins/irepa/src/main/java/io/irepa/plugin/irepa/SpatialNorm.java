package io.irepa.plugin.irepa;

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
 * iREPA's spatial normalization (arXiv 2512.10794) of targets [B,T,K]: (x - gamma mean(x)) /
 * (std(x) + epsilon), mean and unbiased standard deviation over an image's tokens. It takes away
 * what all tokens of an image share, and so raises the contrast between places.
 */
@Extension
@Component(value = "spatial", doc = "takes away what all tokens of an image share")
public final class SpatialNorm implements TargetNorm {
  private final Kernel kernel;

  /** The keys. */
  public record Config(
      @Doc("share of the tokens' mean that is taken away") @Default("0.6") double gamma,
      @Doc("added to the standard deviation") @Default("1.0e-6") @Range(min = 0) double epsilon) {}

  /** Called by composition. */
  @Inject
  public SpatialNorm(Config config) {
    this.kernel =
        Kernel.of(
            SpatialNorm.class,
            "spatial_norm.ts.py",
            Map.of("gamma", config.gamma(), "epsilon", config.epsilon()));
  }

  @Override
  public Tokens normalize(Tokens tokens) {
    return new Tokens(kernel.call(tokens.values()), tokens.grid());
  }
}
