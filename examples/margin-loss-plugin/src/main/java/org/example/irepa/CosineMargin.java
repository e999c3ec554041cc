package org.example.irepa;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Component;
import io.irepa.spi.Default;
import io.irepa.spi.Doc;
import io.irepa.spi.Range;
import io.irepa.spi.Tokens;
import org.pf4j.Extension;

/** Cosine distance beyond a margin: tokens that are close enough are left alone. */
@Extension
@Component(value = "cosine-margin", doc = "mean cosine distance beyond a margin")
public final class CosineMargin implements AlignmentLoss {
  private final Config config;

  /** The keys. */
  public record Config(
      @Doc("distance that costs nothing") @Default("0.1") @Range(min = 0, max = 2) double margin) {}

  @Inject
  public CosineMargin(Config config) {
    this.config = config;
  }

  @Override
  public NDArray loss(Tokens projected, Tokens target, Tokens hidden) {
    NDArray cosine = unit(projected).mul(unit(target)).sum(new int[] {-1}); // [B,T]
    return cosine.neg().add((float) (1 - config.margin())).maximum(0f).mean();
  }

  private static NDArray unit(Tokens tokens) {
    NDArray values = tokens.values(); // [B,T,K]
    return values.div(values.square().sum(new int[] {-1}, true).add(1e-12f).sqrt());
  }
}
