package io.irepa.plugin.repa;

import ai.djl.ndarray.NDArray;
import com.google.inject.Inject;
import io.irepa.spi.AlignmentLoss;
import io.irepa.spi.Component;
import io.irepa.spi.Tokens;
import io.irepa.tensor.Kernel;
import org.pf4j.Extension;

/**
 * The negative cosine similarity of projected and target tokens [B,T,K], averaged over tokens and
 * batch: REPA's alignment loss (arXiv 2410.06940, eq. 8), from -1 (aligned) to 1.
 */
@Extension
@Component(value = "cosine", doc = "negative cosine similarity, averaged over tokens")
public final class CosineLoss implements AlignmentLoss {
  private static final Kernel KERNEL = Kernel.of(CosineLoss.class, "cosine_loss.ts.py");

  /** Called by composition. */
  @Inject
  public CosineLoss() {}

  @Override
  public NDArray loss(Tokens projected, Tokens target, Tokens hidden) {
    return KERNEL.call(projected.values(), target.values());
  }
}
